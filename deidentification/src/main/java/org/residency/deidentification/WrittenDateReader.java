package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/**
 * Dates with the name of a month, read outwards from it, in digits or words: "the 3rd of March 2021", "Nov 3-5", "this 9th
 * day of August", "june third nineteen sixty", "0ct 4", and dates that were dictated as numbers: "four seven fifty eight".
 */
final class WrittenDateReader {
    private static final Set<String> ORDINALS = WordSet.of("st", "nd", "rd", "th", "er", "e");
    private static final Set<String> OF = WordSet.of("of", "de", "du", "di", "do", "d");
    private static final Set<String> UNTIL = WordSet.of("to", "through", "thru", "until", "till", "and", "or");
    private static final Set<String> MODAL = WordSet.of("may", "march", "mar", "sun", "mai", "mars");
    private static final Set<String> NAMES = WordSet.of("april", "june", "august", "may", "jan", "julio", "augustus");
    private static final Set<String> COUNTED =
            WordSet.of("times", "time", "doses", "dose", "tabs", "tab", "more", "days", "x");
    private static final Set<String> DATING = WordSet.of(
            "dob",
            "birth",
            "born",
            "birthdate",
            "birthday",
            "date",
            "dated",
            "on",
            "seen",
            "dos",
            "admitted",
            "admission");
    private static final int MOST_DAYS = 31;
    private static final int YOUNGEST_BIRTH = 1939;

    private WrittenDateReader() {}

    /** Reads the date of which token {@code i} is the month; the token behind it, or {@code i} when it is none. */
    static int atMonth(Tokens t, int i, List<PhiSpan> spans) {
        int monthEnd = MonthReader.end(t, i);
        if (monthEnd <= i) {
            return i;
        }
        int first = dayBefore(t, i);
        int end = monthEnd;
        int dayEnd = first < i ? end : dayBehind(t, end);
        boolean day = first < i || dayEnd > end;
        end = Math.max(end, dayEnd);
        int yearEnd = yearBehind(t, end, day);
        boolean foreign = MonthReader.isOfAnotherCalendar(t, i);
        if (foreign && yearEnd == end) {
            int at = t.isMark(end, ',') ? end + 1 : end;
            yearEnd = t.isNumber(at) && t.length(at) == 4 ? at + 1 : end;
        }
        boolean year = yearEnd > end;
        end = yearEnd;
        boolean modal = !t.isCapital(i) && MODAL.contains(t.folded(i));
        boolean spelled = t.isWord(end - 1) || (day && !t.isNumber(monthEnd));
        if (!(day || year) || (modal && !year && !spelled && first == i)) {
            return i;
        }
        add(t, first, end, spans);
        return end;
    }

    /** Back from the month: "3rd of", "the third of", "9th day of". */
    private static int dayBefore(Tokens t, int month) {
        int at = month - 1;
        if (at < 0) {
            return month;
        }
        if (t.isMark(at, '-') && t.touches(at)) {
            at--;
        }
        if (OF.contains(t.folded(at)) && t.isWord(at)) {
            at--;
        }
        if (t.folded(at).equals("day")) {
            at--;
        }
        if (t.beginsLine(month)) {
            return month;
        }
        if (t.isWord(at) && t.touches(at) && t.isNumber(at - 1) && ORDINALS.contains(t.folded(at))) {
            at--;
        } else if (t.folded(at).equals("e") && t.isMark(at - 1, ':') && t.isNumber(at - 2) && t.touches(at)) {
            at -= 2;
        }
        if (t.isNumber(at) && isDay(t, at) && !(t.isMark(at - 1) && t.touches(at) && t.isNumber(at - 2))) {
            return t.touches(at) && t.isWord(at - 1) ? month : at;
        }
        for (int words = 3; words >= 1; words--) {
            int from = at - words + 1;
            SpelledNumber ordinal = from >= 0 ? SpelledNumber.ordinal(t, from) : null;
            if (ordinal != null && ordinal.end() == at + 1) {
                return from;
            }
        }
        return month;
    }

    /** "3", "the 3rd", "third", "3-5", "3 through 5", "28 - Dec. 2"; the token behind, or {@code from}. */
    private static int dayBehind(Tokens t, int from) {
        int at = t.folded(from).equals("the") ? from + 1 : from;
        int end = dayEnd(t, at);
        if (end == at || t.beginsLine(at)) {
            return from;
        }
        int join = end;
        if ((t.isMark(join, '-') || t.isMark(join, '/') || t.isMark(join, '&') || UNTIL.contains(t.folded(join)))
                && !t.beginsLine(join + 1)) {
            int next = t.folded(join + 1).equals("the") ? join + 2 : join + 1;
            int last = dayEnd(t, next);
            boolean counted = COUNTED.contains(t.folded(last)) || t.is(last, WordFacts.UNIT);
            if (last > next && !counted) {
                return last;
            }
        }
        return end;
    }

    private static int dayEnd(Tokens t, int at) {
        if (t.isNumber(at)) {
            boolean fits = isDay(t, at) && !t.isMark(at + 1, '%');
            boolean decimal =
                    (t.isMark(at + 1, '.') || t.isMark(at + 1, '/')) && t.isNumber(at + 2) && t.touches(at + 2);
            boolean time = t.isMark(at + 1, ':') && t.isNumber(at + 2) && t.touches(at + 2);
            boolean suffix = t.touches(at + 1) && ORDINALS.contains(t.folded(at + 1));
            if (!fits || decimal || time || (t.touches(at + 1) && t.isWord(at + 1) && !suffix)) {
                return at;
            }
            int end = suffix ? at + 2 : at + 1;
            return t.is(end, WordFacts.UNIT) || COUNTED.contains(t.folded(end)) ? at : end;
        }
        SpelledNumber ordinal = SpelledNumber.ordinal(t, at);
        if (ordinal != null) {
            return ordinal.end();
        }
        SpelledNumber cardinal = SpelledNumber.cardinal(t, at);
        boolean day = cardinal != null
                && cardinal.value() > 0
                && cardinal.value() <= MOST_DAYS
                && !t.is(cardinal.end(), WordFacts.UNIT)
                && !COUNTED.contains(t.folded(cardinal.end()));
        return day ? cardinal.end() : at;
    }

    /** "2021", ", 2021", "of 2021", "'21", "/21", "nineteen sixty", and behind a day ", 21". */
    private static int yearBehind(Tokens t, int from, boolean day) {
        int at = from;
        boolean comma = t.isMark(at, ',');
        if (comma
                || t.folded(at).equals("of")
                || t.folded(at).equals("in")
                || t.folded(at).equals("del")
                || t.folded(at).equals("de")
                || t.isMark(at, '-')
                || t.isMark(at, '/')) {
            at++;
        }
        if (t.beginsLine(at)) {
            return from;
        }
        boolean apostrophe = t.isMark(at, '\'') && t.isNumber(at + 1) && t.touches(at + 1) && t.length(at + 1) == 2;
        if (apostrophe) {
            return at + 2;
        }
        if (t.isNumber(at) && t.length(at) == 4 && isYear(t.folded(at)) && !t.is(at + 1, WordFacts.UNIT)) {
            return at + 1;
        }
        boolean shortYear = t.isNumber(at)
                && t.length(at) == 2
                && (t.isMark(from, '/') || t.isMark(from, '-') || (day && comma))
                && !(t.touches(at + 1) && !t.isMark(at + 1))
                && !((t.isMark(at + 1, '/') || t.isMark(at + 1, '-')) && t.touches(at + 1))
                && !t.is(at + 1, WordFacts.UNIT);
        if (shortYear) {
            return at + 1;
        }
        SpelledNumber year = SpelledNumber.year(t, at);
        return year == null ? from : year.end();
    }

    /** A month by itself: a full name, or what leads to a month before it, or another month beside it. */
    static boolean standsAlone(Tokens t, int i, Set<String> leading) {
        String word = t.folded(i);
        int behind = MonthReader.end(t, i);
        boolean led = leading.contains(t.folded(i - 1))
                || (t.isMark(i - 1, '-') && t.touches(i - 1) && leading.contains(t.folded(i - 2)));
        boolean besideMonth = isMonthBeyond(t, i, 1) || isMonthBeyond(t, i, -1);
        boolean capital = t.isCapital(i) && !t.inUpperLine(i);
        if (MODAL.contains(word)) {
            return (led || besideMonth) && t.isCapital(i) && (behind > i + 1 || !t.is(behind, WordFacts.VERB));
        }
        boolean full = t.length(i) > 4 || word.equals("july");
        if (led || besideMonth) {
            return full || t.length(i) == 4 || capital || t.inUpperLine(i) || t.inLowerLine(i);
        }
        boolean first = t.letterIsCapital(i + 1)
                && (!t.is(i + 1, WordFacts.KNOWN) || t.is(i + 1, WordFacts.SURNAME | WordFacts.NAME_LIKE))
                && !t.beginsLine(i + 1);
        return full && !NAMES.contains(word) && !first;
    }

    /** A word that is a month with a capital alone. */
    static boolean isModal(Tokens t, int i) {
        return MODAL.contains(t.folded(i));
    }

    private static boolean isMonthBeyond(Tokens t, int i, int step) {
        int join = i + step;
        if (step > 0 && t.isMark(join, '.') && t.touches(join)) {
            join++;
        }
        boolean joined = t.isMark(join, '/')
                || t.isMark(join, '-')
                || t.isMark(join, ',')
                || t.isMark(join, '&')
                || UNTIL.contains(t.folded(join));
        int other = join + step;
        if (step < 0 && t.isMark(other, '.')) {
            other--;
        }
        return joined && t.is(other, WordFacts.MONTH) && t.isCapital(other) == t.isCapital(i);
    }

    /** "four seven fifty eight", "three slash fourteen slash twenty two": behind what leads to a date. */
    static int dictated(Tokens t, int i, List<PhiSpan> spans) {
        SpelledNumber month = SpelledNumber.cardinal(t, i);
        if (month == null || month.value() < 1 || month.value() > 12) {
            return i;
        }
        boolean slashed = isSlash(t, month.end());
        SpelledNumber day = SpelledNumber.ordinal(t, month.end() + (slashed ? 1 : 0));
        day = day == null ? SpelledNumber.cardinal(t, month.end() + (slashed ? 1 : 0)) : day;
        if (day == null || day.value() < 1 || day.value() > MOST_DAYS) {
            return i;
        }
        int at = isSlash(t, day.end()) ? day.end() + 1 : day.end();
        SpelledNumber year = SpelledNumber.year(t, at);
        year = year == null ? SpelledNumber.cardinal(t, at) : year;
        boolean digits = t.isNumber(at) && t.length(at) == 4 && isYear(t.folded(at));
        int end = digits ? at + 1 : year == null ? day.end() : year.end();
        boolean dated = false;
        for (int back = 1; back <= 4 && !t.beginsLine(i - back + 1); back++) {
            dated |= DATING.contains(t.folded(i - back));
        }
        // A fourth group of digits makes it a telephone number rather than a day.
        boolean more = SpelledNumber.cardinal(t, end) != null;
        if (!more && (slashed || (dated && end > day.end()))) {
            add(t, i, end, spans);
            return end;
        }
        return i;
    }

    /** "born in nineteen thirty-one": a year that gives away an age over 89. */
    static int birthYear(Tokens t, int i, List<PhiSpan> spans) {
        boolean born = t.folded(i - 1).equals("born")
                || (t.folded(i - 1).equals("in") && t.folded(i - 2).equals("born"));
        SpelledNumber year = born ? SpelledNumber.year(t, i) : null;
        if (year == null || year.value() > YOUNGEST_BIRTH) {
            return i;
        }
        add(t, i, year.end(), spans);
        return year.end();
    }

    private static boolean isSlash(Tokens t, int i) {
        return t.folded(i).equals("slash") || t.folded(i).equals("dash") || t.isMark(i, '/');
    }

    private static boolean isDay(Tokens t, int i) {
        return t.length(i) <= 2 && !t.folded(i).equals("0") && Integer.parseInt(t.folded(i)) <= MOST_DAYS;
    }

    static boolean isYear(String digits) {
        return digits.startsWith("19") || digits.startsWith("20") || digits.startsWith("18");
    }

    private static void add(Tokens t, int first, int end, List<PhiSpan> spans) {
        spans.add(new PhiSpan(t.start(first), t.end(end - 1), PhiClass.DATE, "date.written"));
    }
}
