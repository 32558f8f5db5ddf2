package org.residency.deidentification;

import java.util.Set;
import java.util.regex.Pattern;

/** How far a number or code goes that began somewhere: its groups, letters and marks. */
final class CodeReader {
    private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d");
    private static final Set<String> NOT_BEHIND = WordSet.of(
            "mg", "ml", "mcg", "year", "years", "yr", "yrs", "yo", "y", "cm", "mm", "kg", "days", "day", "weeks",
            "week", "hours", "months", "units", "and", "or", "at", "on", "in", "of", "th", "st", "nd", "rd", "x", "a",
            "for", "with", "g", "to");

    private CodeReader() {}

    /** Behind a code, further groups of it: "K0098 2231", "XQB 8841 2207 W", "H 4 4 1 9 0 2". */
    static int valueEnd(Tokens t, int from) {
        int end = chunkEnd(t, from);
        if (end == from) {
            return from;
        }
        boolean digits = hasDigit(t, from, end);
        boolean prefix = !digits
                && t.isWord(from)
                && end == from + 1
                && t.length(from) <= 4
                && (t.isUpper(from) || !NOT_BEHIND.contains(t.folded(from)));
        if (!digits && !prefix) {
            return from;
        }
        int groups = 1;
        int last = end;
        while (groups < 12
                && last < t.count()
                && t.start(last) == t.end(last - 1) + 1
                && t.text.charAt(t.end(last - 1)) == ' ') {
            int next = chunkEnd(t, last);
            if (next == last) {
                break;
            }
            boolean number = hasDigit(t, last, next);
            boolean letter = next == last + 1
                    && t.isWord(last)
                    && t.isUpper(last)
                    && t.length(last) == 1
                    && (!t.isWord(next) || t.beginsLine(next) || (groups > 1 && digits));
            boolean unit = (t.is(next, WordFacts.UNIT) && !t.beginsLine(next))
                    || (NOT_BEHIND.contains(t.folded(last + 1)) && t.touches(last + 1))
                    || t.isMark(next, '%');
            boolean year = t.isNumber(last)
                    && next == last + 1
                    && YEAR.matcher(t.folded(last)).matches()
                    && digits
                    && groups == 1
                    && t.length(from) != 4;
            boolean word = t.isWord(last) && t.length(last) > 3;
            boolean date = digits
                    && next - last >= 5
                    && t.isMark(last + 1)
                    && t.isMark(last + 3)
                    && t.length(last) <= 2
                    && t.length(last + 2) <= 2;
            if ((!number && !letter)
                    || unit
                    || year
                    || word
                    || date
                    || (t.end(next - 1) - t.start(last) > 8
                            && groups > 0
                            && digits
                            && t.isNumber(last)
                            && t.length(last) > 6)) {
                break;
            }
            digits |= number;
            end = next;
            last = next;
            groups++;
        }
        return digits ? end : from;
    }

    /** What stands together without a blank. */
    private static int chunkEnd(Tokens t, int from) {
        int at = from;
        while (at < t.count()
                && at < from + 24
                && (at == from || t.touches(at))
                && (t.isWord(at)
                        || t.isNumber(at)
                        || (at > from && t.isMark(at) && "-/._#".indexOf(t.text.charAt(t.start(at))) >= 0)
                        || (at > from && t.isMark(at, ':') && t.isWord(at + 1) && t.touches(at + 1)))) {
            at++;
        }
        while (at > from && t.isMark(at - 1)) {
            at--;
        }
        return at;
    }

    private static boolean hasDigit(Tokens t, int from, int to) {
        for (int i = from; i < to; i++) {
            if (t.isNumber(i)) {
                return true;
            }
        }
        return false;
    }
}
