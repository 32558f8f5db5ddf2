package org.residency.deidentification.file;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a narrative in XHTML. It is scanned and not parsed into a tree: a tree written again would change blanks,
 * quotes and entities of markup that nobody asked to change.
 */
final class XhtmlText {
    private static final Pattern PIECE = Pattern.compile(
            "(?<comment><!--.*?-->)|(?<tag></?([A-Za-z][\\w:-]{0,40})(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>)|(?<entity>&(?:#\\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});)",
            Pattern.DOTALL);
    private static final Pattern SPOKEN_ATTRIBUTE =
            Pattern.compile("\\b(?:title|alt|summary|href|src|name|id)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");
    private static final Set<String> INLINE = Set.of(
            "a", "abbr", "b", "bdo", "big", "code", "dfn", "em", "font", "i", "kbd", "q", "s", "samp", "small", "span",
            "strong", "sub", "sup", "tt", "u", "var");
    private static final Set<String> CELLS = Set.of("td", "th");

    private XhtmlText() {}

    static EncodedText of(String xhtml) {
        EncodedText text = new EncodedText(XhtmlText::escaped);
        Matcher piece = PIECE.matcher(xhtml);
        int from = 0;
        while (piece.find()) {
            plain(text, xhtml.substring(from, piece.start()));
            if (piece.group("entity") != null) {
                text.text(piece.group(), meaning(piece.group()));
            } else if (piece.group("comment") != null) {
                // Nobody reads it, and it may say who wrote it.
                text.markup("", "");
            } else {
                tag(text, piece.group("tag"), piece.group(3).toLowerCase(Locale.ROOT));
            }
            from = piece.end();
        }
        plain(text, xhtml.substring(from));
        return text;
    }

    private static void plain(EncodedText text, String part) {
        if (!part.isEmpty()) {
            text.text(part, part);
        }
    }

    private static void tag(EncodedText text, String tag, String name) {
        Matcher attribute = SPOKEN_ATTRIBUTE.matcher(tag);
        int from = 0;
        while (attribute.find()) {
            int group = attribute.group(1) != null ? 1 : 2;
            text.markup(tag.substring(from, attribute.start(group)), "\n");
            String value = attribute.group(group);
            if (!value.isEmpty()) {
                text.text(value, value);
            }
            from = attribute.end(group);
        }
        String gap = from > 0 ? "\n" : CELLS.contains(name) ? "\t" : INLINE.contains(name) ? "" : "\n";
        text.markup(tag.substring(from), gap);
    }

    private static String meaning(String entity) {
        String name = entity.substring(1, entity.length() - 1);
        if (name.startsWith("#")) {
            int code = name.startsWith("#x")
                    ? Integer.parseInt(name.substring(2), 16)
                    : Integer.parseInt(name.substring(1));
            return Character.isValidCodePoint(code) ? Character.toString(code) : entity;
        }
        return switch (name) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            case "apos" -> "'";
            case "nbsp" -> "\u00a0";
            default -> entity;
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
