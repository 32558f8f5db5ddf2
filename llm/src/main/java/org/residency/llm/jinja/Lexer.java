package org.residency.llm.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.residency.llm.jinja.Token.Kind;

/**
 * Cuts a template into tokens as Jinja2 does with {@code trim_blocks} and {@code lstrip_blocks}, the settings under which
 * Transformers renders: a newline after a block falls away, blanks before a block at the beginning of a line too, and
 * {@code -} takes all white space on its side.
 */
final class Lexer {
    private static final Pattern SPACE = Pattern.compile("\\s*");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final Pattern NUMBER = Pattern.compile("\\d[\\d_]*(\\.\\d[\\d_]*)?([eE][+-]?\\d+)?");
    private static final Pattern OPERATOR = Pattern.compile("\\*\\*|//|==|!=|>=|<=|[-+*/%~<>=()\\[\\]{}.,:|;]");
    private static final Pattern RAW_END = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*(-%\\}\\s*|\\+%\\}|%\\}\\n?)");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean lineStarting = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        Lexer lexer = new Lexer(source.endsWith("\n") ? source.substring(0, source.length() - 1) : source);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < source.length()) {
            int tag = nextTag();
            if (tag < 0) {
                add(Kind.DATA, source.substring(at));
                at = source.length();
                break;
            }
            char kind = source.charAt(tag + 1);
            char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
            data(source.substring(at, tag), kind, sign);
            at = tag + (sign == '-' || sign == '+' ? 3 : 2);
            switch (kind) {
                case '#' -> comment();
                case '%' -> block();
                default -> expression(Kind.VARIABLE_BEGIN, Kind.VARIABLE_END, "}}");
            }
        }
        add(Kind.END, "");
    }

    private int nextTag() {
        for (int i = at; i + 1 < source.length(); i++) {
            if (source.charAt(i) == '{' && "%{#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private void data(String text, char kind, char sign) {
        String kept = text;
        if (sign == '-') {
            kept = text.substring(0, text.length() - trailingSpace(text));
        } else if (sign != '+' && kind != '{') {
            int line = text.lastIndexOf('\n') + 1;
            if ((line > 0 || lineStarting) && text.substring(line).isBlank()) {
                kept = text.substring(0, line);
            }
        }
        if (!kept.isEmpty()) {
            add(Kind.DATA, kept);
        }
    }

    private static int trailingSpace(String text) {
        int end = text.length();
        while (end > 0 && PythonValue.isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.length() - end;
    }

    private void comment() {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            throw new JinjaException("a comment that does not end").at(line());
        }
        boolean takesSpace = end > at && source.charAt(end - 1) == '-';
        boolean keepsNewline = end > at && source.charAt(end - 1) == '+';
        at = end + 2;
        afterTag(takesSpace, !keepsNewline);
    }

    private void block() {
        Matcher raw = Pattern.compile("\\s*raw\\s*(-%\\}\\s*|%\\}\\n?)")
                .matcher(source)
                .region(at, source.length());
        if (!raw.lookingAt()) {
            expression(Kind.BLOCK_BEGIN, Kind.BLOCK_END, "%}");
            return;
        }
        Matcher end = RAW_END.matcher(source);
        if (!end.find(raw.end())) {
            throw new JinjaException("a raw block that does not end").at(line());
        }
        at = raw.end();
        data(
                source.substring(at, end.start()),
                '%',
                end.group(1).isEmpty() ? ' ' : end.group(1).charAt(0));
        at = end.end();
        lineStarting = source.charAt(at - 1) == '\n';
    }

    private void expression(Kind begin, Kind endKind, String end) {
        add(begin, "");
        Deque<Character> open = new ArrayDeque<>();
        while (true) {
            skip(SPACE);
            if (at >= source.length()) {
                throw new JinjaException("a tag that does not end").at(line());
            }
            if (open.isEmpty() && ends(end)) {
                boolean takesSpace = source.charAt(at) == '-';
                boolean keepsNewline = source.charAt(at) == '+' || endKind == Kind.VARIABLE_END;
                add(endKind, "");
                at += source.charAt(at) == end.charAt(0) ? 2 : 3;
                afterTag(takesSpace, !keepsNewline);
                return;
            }
            token(open);
        }
    }

    private boolean ends(String end) {
        return source.startsWith(end, at)
                || source.startsWith("-" + end, at)
                || (end.equals("%}") && source.startsWith("+" + end, at));
    }

    private void afterTag(boolean takesSpace, boolean takesNewline) {
        int before = at;
        if (takesSpace) {
            while (at < source.length() && PythonValue.isSpace(source.charAt(at))) {
                at++;
            }
        } else if (takesNewline && at < source.length() && source.charAt(at) == '\n') {
            at++;
        }
        lineStarting = at > before && source.charAt(at - 1) == '\n';
    }

    private void token(Deque<Character> open) {
        char first = source.charAt(at);
        if (first == '\'' || first == '"') {
            string(first);
        } else if (!match(NAME, Kind.NAME) && !number()) {
            if (!match(OPERATOR, Kind.OPERATOR)) {
                throw new JinjaException("a character U+%04X within a tag".formatted((int) first)).at(line());
            }
            balance(open, tokens.get(tokens.size() - 1).text().charAt(0));
        }
    }

    private void balance(Deque<Character> open, char bracket) {
        int opening = "([{".indexOf(bracket);
        if (opening >= 0) {
            open.push(")]}".charAt(opening));
        } else if (")]}".indexOf(bracket) >= 0 && (open.isEmpty() || open.pop() != bracket)) {
            throw new JinjaException("a " + bracket + " that nothing opened").at(line());
        }
    }

    private boolean number() {
        Matcher matcher = NUMBER.matcher(source).region(at, source.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        boolean whole = matcher.group(1) == null && matcher.group(2) == null;
        add(whole ? Kind.INTEGER : Kind.FLOAT, matcher.group().replace("_", ""));
        at = matcher.end();
        return true;
    }

    private void string(char quote) {
        StringBuilder text = new StringBuilder();
        int i = at + 1;
        while (i < source.length() && source.charAt(i) != quote) {
            if (source.charAt(i) == '\\' && i + 1 < source.length()) {
                i = escape(i + 1, text);
            } else {
                text.append(source.charAt(i++));
            }
        }
        if (i >= source.length()) {
            throw new JinjaException("a string that does not end").at(line());
        }
        add(Kind.STRING, text.toString());
        at = i + 1;
    }

    /** Reads what stands after a backslash; returns the place behind it. */
    private int escape(int i, StringBuilder text) {
        char kind = source.charAt(i);
        int plain = "ntrbfav0\\'\"".indexOf(kind);
        if (plain >= 0) {
            text.append("\n\t\r\b\f\u0007\u000b\0\\'\"".charAt(plain));
            return i + 1;
        }
        int digits = switch (kind) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 0;
        };
        if (digits == 0) {
            text.append('\\').append(kind);
            return i + 1;
        }
        try {
            text.appendCodePoint(Integer.parseInt(source.substring(i + 1, i + 1 + digits), 16));
            return i + 1 + digits;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new JinjaException("an escape that is no character").at(line());
        }
    }

    private boolean match(Pattern pattern, Kind kind) {
        Matcher matcher = pattern.matcher(source).region(at, source.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        add(kind, matcher.group());
        at = matcher.end();
        return true;
    }

    private void skip(Pattern pattern) {
        Matcher matcher = pattern.matcher(source).region(at, source.length());
        if (matcher.lookingAt()) {
            at = matcher.end();
        }
    }

    private void add(Kind kind, String text) {
        tokens.add(new Token(kind, text, line()));
    }

    private int line() {
        // Counted from where the last token stood, so that long templates are not read again for each.
        while (countedTo < Math.min(at, source.length())) {
            if (source.charAt(countedTo++) == '\n') {
                lines++;
            }
        }
        return lines;
    }

    private int countedTo;
    private int lines = 1;
}
