package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Days in forms that say little by themselves: "seen 8.7", "CXR 10.1:", "better than 11-03", "f/u 11th.", "ETA the 5th", "on
 * twenty first", "22 0340Z OCT", "081425" behind what leads to a day.
 */
final class LooseDayDetector implements PhiDetector {
    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/loose-day.txt");
    private static final Set<String> BEFORE = LISTS.get("before");
    private static final Set<String> BEFORE_ORDINAL = LISTS.get("ordinal");
    private static final Set<String> OF_A_SPAN = WordSet.of(
            "for", "by", "next", "last", "from", "after", "before", "repeated", "ct", "echo", "pet", "us", "kub");
    private static final Pattern COMPACT =
            Pattern.compile("(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?:\\d\\d|20\\d\\d)");
    private static final Pattern ZULU = Pattern.compile(
            "((?:0[1-9]|[12]\\d|3[01]) ?[0-2]\\d[0-5]\\d ?[A-Z] ?(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(?: ?\\d{2,4})?)(?!\\w)");
    private static final PatternRule MILITARY = new PatternRule("date.zulu", PhiClass.DATE, ZULU);
    private static final int MOST_DAYS = 31;
    private static final int MOST_MONTHS = 12;

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isNumber(i) && !t.touches(i)) {
                number(t, i, spans);
            } else if (t.is(i, WordFacts.NUMBER_WORD)) {
                spelled(t, i, spans);
            }
        }
    }

    private static void number(Tokens t, int i, List<PhiSpan> spans) {
        int length = t.length(i);
        if (length == 2 && t.isNumber(i + 1) && t.length(i + 1) == 4 && MILITARY.at(t.text, t.start(i), spans)) {
            return;
        }
        if (length <= 2) {
            boolean point = t.isMark(i + 1, '.') && t.touches(i + 1);
            boolean hyphen = t.isMark(i + 1, '-') && t.touches(i + 1);
            if (point || hyphen) {
                pair(t, i, point, spans);
            } else if (t.isOrdinalEnding(i + 1) && isOneOf(t, i, MOST_DAYS)) {
                ordinal(t, i, spans);
            }
        } else if ((length == 6 || length == 8)
                && BEFORE.contains(t.folded(before(t, i)))
                && !t.touches(i + 1)
                && COMPACT.matcher(t.folded(i)).matches()) {
            add(t, i, i + 1, "date.compact", spans);
        }
    }

    /** "8.7", "11-03": month and day behind what leads to one. */
    private static void pair(Tokens t, int i, boolean point, List<PhiSpan> spans) {
        int second = i + 2;
        boolean form = t.isNumber(second)
                && t.touches(second)
                && t.length(second) <= 2
                && isOneOf(t, i, MOST_DAYS)
                && isOneOf(t, second, MOST_DAYS)
                && (isOneOf(t, i, MOST_MONTHS) || isOneOf(t, second, MOST_MONTHS));
        int end = i + 3;
        boolean glued = t.touches(end) && !(t.isMark(end) && isEnd(t, end));
        if (!form || glued || t.is(end, WordFacts.UNIT) || t.isMark(end, '%')) {
            return;
        }
        int before = before(t, i);
        boolean led = BEFORE.contains(t.folded(before)) && !t.beginsLine(i);
        boolean colon = t.isMark(end, ':') && t.touches(end) && t.beginsLine(before) && led;
        boolean closed = isEnd(t, end);
        if (point) {
            // "stable on 2.5" is a dose; a value before "on" was measured that day.
            boolean on = t.folded(before).equals("on") || t.folded(before).equals("by");
            boolean measured = t.isNumber(before - 1)
                    || t.isMark(before - 1, '%')
                    || t.folded(before - 1).endsWith("ed");
            boolean span = OF_A_SPAN.contains(t.folded(before));
            if (colon || (led && closed && !span && (!on || measured) && !isDecimalAround(t, i))) {
                add(t, i, end, "date.points", spans);
            }
            return;
        }
        boolean nought = t.folded(second).charAt(0) == '0' || (t.folded(i).charAt(0) == '0' && t.length(i) == 2);
        boolean falling = Integer.parseInt(t.folded(i)) > Integer.parseInt(t.folded(second));
        boolean same = t.folded(i).equals(t.folded(second));
        boolean measured = t.is(before, WordFacts.CLINICAL | WordFacts.UNIT) && !led;
        if (colon
                || (led && closed && !OF_A_SPAN.contains(t.folded(before)))
                || (led && (falling || same) && !t.isWord(end))
                || (nought && closed && !measured && !t.beginsLine(i) && t.length(second) == 2)) {
            add(t, i, end, "date.hyphened", spans);
        }
    }

    /** Behind "on" and "level" a value may have a point as well: "2.3 on 8.7" is of that day, "0.25 to 8.7" is not. */
    private static boolean isDecimalAround(Tokens t, int i) {
        String before = t.folded(i - 1);
        return before.equals("to") || before.equals("from") || before.equals("than");
    }

    private static void ordinal(Tokens t, int i, List<PhiSpan> spans) {
        int end = i + 2;
        boolean the = t.folded(i - 1).equals("the");
        int before = before(t, the ? i - 1 : i);
        boolean timed = t.isNumber(before) && t.length(before) == 4;
        boolean led = (BEFORE_ORDINAL.contains(t.folded(before)) || timed) && !t.beginsLine(i);
        if (led && isEnd(t, end)) {
            add(t, i, end, "date.ordinal", spans);
        }
    }

    /** "on twenty first with bloating": no rib and no percentile is counted so. */
    private static void spelled(Tokens t, int i, List<PhiSpan> spans) {
        SpelledNumber day = SpelledNumber.ordinal(t, i);
        boolean led = BEFORE_ORDINAL.contains(t.folded(i - 1)) && !t.beginsLine(i);
        if (day != null && day.end() > i + 1 && day.value() > 19 && day.value() <= MOST_DAYS && led) {
            int next = day.end();
            if (isEnd(t, next) || (t.isWord(next) && !t.is(next, WordFacts.CLINICAL | WordFacts.UNIT))) {
                add(t, i, next, "date.ordinal", spans);
            }
        }
    }

    private static boolean isOneOf(Tokens t, int i, int most) {
        int value = Integer.parseInt(t.folded(i));
        return value >= 1 && value <= most;
    }

    /** Over a colon, an opening bracket or the point of an abbreviation. */
    private static int before(Tokens t, int i) {
        int at = i - 1;
        while (at > 0 && t.isMark(at) && ":(.~@".indexOf(t.text.charAt(t.start(at))) >= 0) {
            at--;
        }
        // "f/u", "d/c"
        return at;
    }

    private static boolean isEnd(Tokens t, int at) {
        if (at >= t.count() || t.beginsLine(at)) {
            return true;
        }
        boolean number = t.isNumber(at + 1) && t.touches(at + 1);
        return t.isMark(at) && ".,;)!?:]|".indexOf(t.text.charAt(t.start(at))) >= 0 && !(t.touches(at) && number);
    }

    private static void add(Tokens t, int from, int to, String rule, List<PhiSpan> spans) {
        spans.add(new PhiSpan(t.start(from), t.end(to - 1), PhiClass.DATE, rule));
    }
}
