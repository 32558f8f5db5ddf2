package org.residency.deidentification;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Telephone and fax numbers and pagers, by their shape or by a label before them. */
final class PhoneDetector implements PhiDetector {
    /** How far a number may stand behind its word. */
    private static final int GAP = 14;

    private static final Set<String> ORDINARY =
            WordSet.of("call", "called", "number", "line", "reach", "reached", "text", "dial");
    private static final Pattern FOUR_DIGITS = Pattern.compile("\\d{4}");
    private static final Pattern DECIMAL =
            Pattern.compile("\\d{1,3}\\.\\d{1,2}|\\d{1,2}-\\d{1,2}(?:\\D.*)?|(?:19|20)\\d\\d");
    private static final int LABEL_REACH = 28;
    private static final String EXTENSION = "(?:,?\\s?(?:x|ext\\.?|extension|#) ?\\d{1,6}(?!\\d))?";
    private static final Pattern INTERNATIONAL =
            Pattern.compile("(\\+\\d{1,3}(?:[ .-]?\\(?\\d{1,5}\\)?){2,6}" + EXTENSION + ")(?!\\d)");
    private static final Pattern TEN = Pattern.compile(
            "(?<![\\w.,+/-])((?:\\+?1[-. ]{0,2})?(?:\\(\\d{3}\\)\\s{0,2}|\\d{3}(?:[-. /]{1,2}| - )|\\d{3}(?=[2-9]\\d\\d[- .]\\d{4}))\\d{3}(?: - |[-. ]|(?<=[-. )]\\d{3}))\\d{4}(?:,? ?(?:x|ext\\.?|extension|#) ?\\d{1,6})?)(?![\\d%]|[-/.]\\d|,\\d{3}| ?(?:mg|mcg|ml|mL|units|cells|copies|bp\\b|steps))");
    /** "1-800-QUIT-NOW". */
    private static final Pattern IN_LETTERS = Pattern.compile(
            "(?<![\\w-])((?:1[- ])?8(?:00|33|44|55|66|77|88)[- ](?=[A-Z0-9-]{0,12}[A-Z])[A-Z0-9]{2,8}(?:-[A-Z0-9]{2,6})?)(?![\\w-])");

    private static final Pattern SEVEN = Pattern.compile("(?<![\\w.,/-]|[\\d-] )((?:555[-. ]|\\d{3}-)\\d{4}" + EXTENSION
            + ")(?![\\d%/-]|\\.\\d| ?(?:mg|mcg|ml|mL|kcal|cells|units|U/|IU|mm|/|ms|min|hours|days|patients|g/))");
    private static final Pattern LOOSE = Pattern.compile(
            "((?:[(]? ?[\\dOo]){3} ?[)]?[-. ]{0,3}(?:[\\dO] ?){3}[-. ]{0,3}(?:[\\dO] ?){3}[\\dO]|(?:\\d ?){3}[-. ] ?(?:\\d ?){3}\\d)(?![\\d/%])");
    private static final Pattern BARE_TEN =
            Pattern.compile("(?<![\\w.+/-])([2-9]\\d\\d[2-9]\\d{6})(?![\\w%/-]|\\.\\d)");
    private static final Pattern LABELLED = Pattern.compile(
            "(?i)(?:telephone|phone|tel|ph|cell(?:ular)?(?: phone)?|mobile|pager|bleep|beeper|beep|mob|fax|facsimile|contact (?:number|no\\.?)|call ?back|cb|ext(?:ension)?|voicemail|vm|hotline|(?:back|direct|office|home|work)? ?line|reach(?:ed)?(?: (?:him|her|them))? at|call(?:ed)?|text(?: me)?(?: at)?|whatsapp|dial|number)"
                    + "(?: (?:number|no\\.?|is|at|her|him|them|me|us|pt|back|#|@)){0,2}[ :.#=|@]{0,4}((?:x ?)?[+(]?[ ]?\\d[\\dO() .-]{1,22}[\\dO](?: ?(?:x|ext\\.?|#) ?\\d{1,6})?)(?![\\d/%]|-\\d)");
    private static final Pattern RANGE_BEFORE =
            Pattern.compile("(?i)(?:range|normal|between|ref(?:erence)?|dose|of|pmid|loinc|to)[:( ]{0,3}$");
    private static final Pattern PHONE_BEFORE = Pattern.compile(
            "(?i)(?:phone|tel|call|cell|cb#?|line|fax|pager|beeper|text|number|contact|ph|mobile|home|work|reach|at|ext)\\b[^\\d\\n]{0,"
                    + GAP + "}$");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isMark(i, '+') && t.isNumber(i + 1)) {
                tryAt(INTERNATIONAL, "valid", t, i, spans);
            } else if (t.isMark(i, '(') && t.isNumber(i + 1)) {
                if (!tryAt(TEN, "shape", t, i, spans) && phoneBefore(t, i)) {
                    tryAt(LOOSE, "loose", t, i, spans);
                }
            } else if (t.isNumber(i)) {
                number(t, i, spans);
            } else if (t.isWord(i) && isLabel(t.folded(i))) {
                labelled(t, i, spans);
            }
        }
    }

    private static void number(Tokens t, int i, List<PhiSpan> spans) {
        int length = t.length(i);
        if (length == 3 || length == 1 || length == 6) {
            if (tryAt(TEN, "shape", t, i, spans)) {
                return;
            }
        }
        if ((length == 3 || length == 1) && tryAt(IN_LETTERS, "letters", t, i, spans)) {
            return;
        }
        if (length == 3) {
            String before = before(t, i);
            if (RANGE_BEFORE.matcher(before).find()) {
                return;
            }
            Matcher seven = matcher(SEVEN, t, i);
            if (seven.lookingAt()) {
                boolean hyphen = seven.group(1).charAt(3) == '-';
                boolean fiction = seven.group(1).startsWith("555");
                if (hyphen || fiction || phoneBefore(t, i)) {
                    add(t, seven.start(1), seven.end(1), "seven", spans);
                }
                return;
            }
        }
        if (length == 10 && !t.touches(i)) {
            tryAt(BARE_TEN, "ten", t, i, spans);
        }
        if (length == 1 && t.isNumber(i + 1) && phoneBefore(t, i)) {
            tryAt(LOOSE, "loose", t, i, spans);
        }
    }

    private static void labelled(Tokens t, int i, List<PhiSpan> spans) {
        Matcher matcher = matcher(LABELLED, t, i);
        if (!matcher.lookingAt()) {
            return;
        }
        String value = matcher.group(1);
        long digits = value.chars().filter(Character::isDigit).count();
        boolean ordinary = ORDINARY.contains(t.folded(i));
        boolean timed = ordinary && FOUR_DIGITS.matcher(value).matches();
        boolean decimal = DECIMAL.matcher(value).matches();
        if (digits >= (ordinary ? 7 : 4) && !timed && !decimal) {
            int end = matcher.end(1);
            while (end > matcher.start(1) && " .-(".indexOf(t.text.charAt(end - 1)) >= 0) {
                end--;
            }
            add(t, matcher.start(1), end, "label", spans);
        }
    }

    private static boolean isLabel(String word) {
        return switch (word) {
            case "telephone",
                    "phone",
                    "tel",
                    "ph",
                    "cell",
                    "cellular",
                    "mobile",
                    "pager",
                    "beeper",
                    "bleep",
                    "mob",
                    "beep",
                    "fax",
                    "facsimile",
                    "contact",
                    "call",
                    "callback",
                    "cb",
                    "ext",
                    "extension",
                    "voicemail",
                    "vm",
                    "hotline",
                    "back",
                    "direct",
                    "line",
                    "reach",
                    "reached",
                    "called",
                    "text",
                    "whatsapp",
                    "dial",
                    "number",
                    "office",
                    "home",
                    "work" -> true;
            default -> false;
        };
    }

    private static boolean tryAt(Pattern pattern, String rule, Tokens t, int i, List<PhiSpan> spans) {
        Matcher matcher = matcher(pattern, t, i);
        if (!matcher.lookingAt()) {
            return false;
        }
        add(t, matcher.start(1), matcher.end(1), rule, spans);
        return true;
    }

    private static Matcher matcher(Pattern pattern, Tokens t, int i) {
        return pattern.matcher(t.text)
                .region(t.start(i), Math.min(t.text.length(), t.start(i) + 80))
                .useTransparentBounds(true)
                .useAnchoringBounds(false);
    }

    /** A word of telephones stands near before; without any letter there, nobody need look for one. */
    private static boolean phoneBefore(Tokens t, int i) {
        int at = t.start(i) - 1;
        int last = Math.max(0, t.start(i) - GAP - 1);
        while (at >= last && !isDigitOrNewline(t.text.charAt(at))) {
            char c = t.text.charAt(at);
            if (c == '#' || Character.isLetter(c)) {
                return PHONE_BEFORE.matcher(before(t, i)).find();
            }
            at--;
        }
        return false;
    }

    private static boolean isDigitOrNewline(char c) {
        return c == '\n' || (c >= '0' && c <= '9');
    }

    private static String before(Tokens t, int i) {
        return t.text.substring(Math.max(0, t.start(i) - LABEL_REACH), t.start(i));
    }

    private static void add(Tokens t, int start, int end, String rule, List<PhiSpan> spans) {
        String before =
                t.text.substring(Math.max(0, start - LABEL_REACH), start).toLowerCase(Locale.ROOT);
        int fax = Math.max(before.lastIndexOf("fax"), before.lastIndexOf("facsimile"));
        boolean nearerThanPhone = fax >= 0 && fax > Math.max(before.lastIndexOf("phone"), before.lastIndexOf("tel"));
        spans.add(new PhiSpan(
                start,
                end,
                nearerThanPhone ? PhiClass.FAX : PhiClass.PHONE,
                (nearerThanPhone ? "fax." : "phone.") + rule));
    }
}
