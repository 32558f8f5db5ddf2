package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A day of a month that is not named: "on the 3rd", "from the 11th to the 15th", "the 22nd", "the twelfth", "the 1st of
 * last month". Below 13 an ordinal counts ribs, nerves and doses as well, so there it takes what leads to a date.
 */
final class DayOfMonthReader {
    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/day-of-month.txt");
    private static final Set<String> LEADING = LISTS.get("leading");
    private static final Set<String> WEEKDAYS = LISTS.get("weekdays");
    private static final Set<String> BEHIND = LISTS.get("behind");
    private static final Set<String> BARE = WordSet.of("on", "for", "until", "by", "since", "from");
    private static final Set<String> WHICH_MONTH = WordSet.of("this", "last", "next", "the", "each", "every");
    private static final int SURE_DAY = 13;
    private static final int MOST_DAYS = 31;

    private DayOfMonthReader() {}

    /** Reads at token {@code i}, a number or the first word of an ordinal; the token behind, or {@code i}. */
    static int read(Tokens t, int i, List<PhiSpan> spans) {
        int end = ordinalEnd(t, i);
        if (end == i) {
            return i;
        }
        int day = t.isNumber(i)
                ? Integer.parseInt(t.folded(i))
                : SpelledNumber.ordinal(t, i).value();
        boolean the = t.folded(i - 1).equals("the");
        String before = t.folded(the ? i - 2 : i - 1);
        if (t.folded(end).equals("of")
                && WHICH_MONTH.contains(t.folded(end + 1))
                && t.folded(end + 2).equals("month")) {
            spans.add(span(t, i, end));
            return end;
        }
        boolean led = LEADING.contains(before) && !t.beginsLine(i);
        boolean ranged = the
                && (before.equals("from")
                        || before.equals("to")
                        || before.equals("and")
                        || before.equals("between")
                        || before.equals("or"))
                && (isOrdinalNear(t, i - 3) || isRangeBehind(t, end));
        boolean closed = isClosed(t, end) || (ranged && isRangeClosed(t, end));
        boolean weekday = WEEKDAYS.contains(before);
        boolean bare = t.isMark(end) || end >= t.count() || t.beginsLine(end);
        boolean sure = the ? led || ranged || day >= SURE_DAY : weekday || (bare && BARE.contains(before));
        boolean mere = t.isWord(i) && !led && !ranged;
        if (closed && sure && !mere && !t.isMark(end, '-') && !t.isMark(end, '/')) {
            spans.add(span(t, i, end));
            return end;
        }
        return i;
    }

    private static int ordinalEnd(Tokens t, int i) {
        if (t.isNumber(i)) {
            boolean fits = t.length(i) <= 2 && t.isOrdinalEnding(i + 1);
            int day = fits ? Integer.parseInt(t.folded(i)) : 0;
            return day >= 1 && day <= MOST_DAYS ? i + 2 : i;
        }
        SpelledNumber ordinal = SpelledNumber.ordinal(t, i);
        return ordinal == null ? i : ordinal.end();
    }

    private static boolean isClosed(Tokens t, int end) {
        return end >= t.count() || t.beginsLine(end) || t.isMark(end) || BEHIND.contains(t.folded(end));
    }

    /** "and the 14th she vomited": not the ribs or percentiles that two ordinals share. */
    private static boolean isRangeClosed(Tokens t, int end) {
        int next = end;
        while (next < end + 3
                && (BEHIND.contains(t.folded(next)) || t.folded(next).equals("the"))) {
            next++;
        }
        int last = ordinalEnd(t, next);
        return last == next || isClosed(t, last);
    }

    private static boolean isOrdinalNear(Tokens t, int last) {
        return t.isOrdinalEnding(last);
    }

    private static boolean isRangeBehind(Tokens t, int end) {
        int next = t.folded(end + 1).equals("the") ? end + 2 : end + 1;
        return BEHIND.contains(t.folded(end)) && ordinalEnd(t, next) > next && isClosed(t, ordinalEnd(t, next));
    }

    private static PhiSpan span(Tokens t, int from, int end) {
        return new PhiSpan(t.start(from), t.end(end - 1), PhiClass.DATE, "date.ordinal");
    }
}
