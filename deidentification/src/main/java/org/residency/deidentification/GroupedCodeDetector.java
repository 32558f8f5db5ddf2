package org.residency.deidentification;

import java.util.List;

/**
 * Codes in groups that nothing labels: "HP7 714 320", "C9C 7523 4977", "N692 941 14", "QX 40 118 A", "gr8grandpa_tunde". A group of
 * capitals or of capitals with digits, then two groups of digits; medicine writes a unit, a point or a mark between them.
 */
final class GroupedCodeDetector implements PhiDetector {
    private static final int FEWEST_DIGITS = 6;
    private static final int FEWEST_OF_THREE = 5;
    private static final int MOST_GROUPS = 6;
    private static final int LONGEST_PREFIX = 4;
    private static final int FEWEST_OF_A_HANDLE = 8;

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        int i = 0;
        while (i < t.count()) {
            boolean begins =
                    ((t.isNumber(i) && t.touches(i + 1)) || (t.isUpper(i) && t.isNumber(i + 1))) && !t.touches(i);
            int end = begins ? grouped(t, i, spans) : i;
            if (end == i && t.isMark(i, '_') && t.touches(i)) {
                end = handle(t, i, spans);
            }
            i = Math.max(end, i + 1);
        }
    }

    /** The token behind a code that begins here, or {@code from}. */
    private static int grouped(Tokens t, int from, List<PhiSpan> spans) {
        int at = chunk(t, from);
        boolean lettered = t.isUpper(from) || at > from + 1;
        boolean prefix = t.isUpper(from) && at == from + 1;
        if (!lettered || at == from || t.length(from) > LONGEST_PREFIX) {
            return from;
        }
        boolean clinical =
                prefix && t.is(from, WordFacts.KNOWN | WordFacts.UNIT | WordFacts.MONTH | WordFacts.CREDENTIAL);
        int digits = digits(t, from, at);
        boolean day = t.isNumber(from) && t.is(from + 1, WordFacts.MONTH);
        if (day) {
            return from;
        }
        int groups = 0;
        int shortest = Integer.MAX_VALUE;
        int end = at;
        boolean second = !prefix
                && t.isUpper(end)
                && t.length(end) <= 3
                && t.start(end) - t.end(end - 1) == 1
                && isGroup(t, end + 1);
        end = second && !t.is(end, WordFacts.KNOWN | WordFacts.UNIT) ? end + 1 : end;
        while (groups < MOST_GROUPS && isGroup(t, end)) {
            digits += t.length(end);
            shortest = Math.min(shortest, t.length(end));
            end++;
            groups++;
        }
        boolean blood = t.isMark(end, '/')
                || t.isMark(end, '%')
                || (t.isMark(end, '.') && t.isNumber(end + 1) && t.touches(end + 1));
        if (groups == 0
                || blood
                || t.is(end, WordFacts.UNIT)
                || t.folded(end).equals("x")
                || (t.touches(end) && !t.isMark(end))) {
            return from;
        }
        boolean mixed = !prefix;
        boolean long2 = groups >= 2 && digits >= FEWEST_DIGITS && (shortest > 2 || mixed);
        boolean long1 = groups == 1 && mixed && digits >= FEWEST_DIGITS && shortest >= 3;
        boolean tail = t.isUpper(end)
                && t.length(end) == 1
                && t.start(end) - t.end(end - 1) == 1
                && !(t.touches(end + 1) && !t.isMark(end + 1));
        boolean tailed = groups >= 2 && digits >= FEWEST_OF_THREE && tail && prefix;
        if (clinical || !(long2 || long1 || tailed)) {
            return from;
        }
        int last = tail && (t.isMark(end + 1) || t.beginsLine(end + 1) || end + 1 == t.count()) ? end + 1 : end;
        // Three letters and more are what the number is called.
        int first = prefix && t.length(from) > 2 ? from + 1 : from;
        spans.add(new PhiSpan(t.start(first), t.end(last - 1), PhiClass.OTHER_ID, "id.grouped"));
        return last;
    }

    /** Capitals and digits that stand together, without marks. */
    private static int chunk(Tokens t, int from) {
        int at = from;
        while (at < from + 6
                && (at == from || t.touches(at))
                && (t.isNumber(at) || (t.isUpper(at) && t.length(at) <= LONGEST_PREFIX))) {
            at++;
        }
        return t.touches(at) && !t.isMark(at) ? from : at;
    }

    private static boolean isGroup(Tokens t, int i) {
        return t.isNumber(i)
                && !t.beginsLine(i)
                && t.start(i) - t.end(i - 1) == 1
                && t.text.charAt(t.end(i - 1)) == ' '
                && t.length(i) >= 2
                && !(t.touches(i + 1) && (t.isWord(i + 1) || (t.isNumber(i + 2) && t.touches(i + 2))));
    }

    private static int digits(Tokens t, int from, int to) {
        int digits = 0;
        for (int i = from; i < to; i++) {
            digits += t.isNumber(i) ? t.length(i) : 0;
        }
        return digits;
    }

    /** "gr8grandpa_tunde", "cam_02_bed4.mov": words with an underline between and a digit. */
    private static int handle(Tokens t, int mark, List<PhiSpan> spans) {
        int from = mark;
        while (from > 0 && from > mark - 8 && t.touches(from) && (t.isWord(from - 1) || t.isNumber(from - 1))) {
            from--;
        }
        int end = mark + 1;
        while (end < t.count()
                && end < mark + 24
                && t.touches(end)
                && (t.isWord(end)
                        || t.isNumber(end)
                        || t.isMark(end, '_')
                        || (t.isMark(end, '.') && t.touches(end + 1)))) {
            end++;
        }
        boolean free =
                !t.touches(from) || !(t.isMark(from - 1, '/') || t.isMark(from - 1, '@') || t.isMark(from - 1, '.'));
        boolean letters = (t.isWord(from) && t.length(from) > 1) || (t.isWord(mark + 1) && t.length(mark + 1) > 1);
        if (from < mark
                && free
                && letters
                && digits(t, from, end) > 0
                && t.end(end - 1) - t.start(from) >= FEWEST_OF_A_HANDLE) {
            spans.add(new PhiSpan(t.start(from), t.end(end - 1), PhiClass.OTHER_ID, "id.underlined"));
            return end;
        }
        return mark;
    }
}
