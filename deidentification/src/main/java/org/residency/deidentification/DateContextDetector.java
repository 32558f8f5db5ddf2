package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Days that only the sentence makes one: "advanced 2/2", "(sent 9/30)", "since the ninth.", "the 4th inst", "second Monday of
 * May", "TWENTY EIGHT AUGUST", "12.vi.25", "April 8 and [9]", "du 5 au 12", "All Saints' Day 2022"; and ages over 89 that stand
 * by themselves: "pt 96.", "Opal, 93.". Runs behind the other readers of dates.
 */
final class DateContextDetector implements PhiDetector {
    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/date-context.txt");
    private static final Set<String> NOT_DATING = LISTS.get("not-dating");
    private static final Set<String> DATING = LISTS.get("dating");
    private static final Set<String> LEADING = LISTS.get("leading");
    private static final Set<String> OF_THIS = WordSet.of("inst", "instant", "ult", "ultimo", "prox", "proximo");
    private static final Set<String> ORDINALS = LISTS.get("ordinals");
    private static final Set<String> FEW =
            WordSet.of("first", "second", "third", "fourth", "fifth", "last", "1st", "2nd", "3rd");
    private static final Set<String> SPANS = WordSet.of("day", "week", "weekend");
    private static final Set<String> ROMAN = LISTS.get("roman");
    private static final Set<String> FOREIGN_DAYS = LISTS.get("foreign-days");
    private static final Set<String> WHO =
            WordSet.of("who", "he", "she", "they", "pt", "patient", "resident", "client");
    private static final Set<String> BEHIND_AGE =
            WordSet.of("in", "and", "when", "with", "but", "w", "now", "lives", "living", "years");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        int size = spans.size();
        for (int k = 0; k < size; k++) {
            if (spans.get(k).phiClass() == PhiClass.DATE && !spans.get(k).rule().startsWith("age.")) {
                more(t, spans.get(k), spans);
            }
        }
        boolean ages = false;
        for (int i = 0; i < t.count(); i++) {
            if (t.isNumber(i)) {
                number(t, i, ages, spans);
            } else if (t.isWord(i)) {
                ages |= t.folded(i).equals("age") && t.isUpper(i);
                word(t, i, spans);
            }
        }
    }

    /** "April 8 and [9]", "nineteen hundred [and thirty]". */
    private static void more(Tokens t, PhiSpan date, List<PhiSpan> spans) {
        int to = t.at(date.end());
        boolean joined =
                t.folded(to).equals("and") || t.isMark(to, '&') || t.folded(to).equals("or");
        if (!joined) {
            return;
        }
        int next = to + 1;
        boolean day = t.isNumber(next)
                && t.length(next) <= 2
                && isDay(t, next)
                && t.isWord(to - 2)
                && t.is(to - 2, WordFacts.MONTH)
                && !t.is(next + 1, WordFacts.UNIT)
                && !t.isMark(next + 1, '/')
                && !t.isMark(next + 1, ':')
                && !(t.isMark(next + 1, '.') && t.isNumber(next + 2));
        boolean spelled = t.is(to - 1, WordFacts.NUMBER_WORD) && t.is(next, WordFacts.NUMBER_WORD);
        if (day) {
            add(t, next, next + 1, "date.also", spans);
        } else if (spelled) {
            add(t, to, next + 1, "date.also", spans);
        }
    }

    private static boolean isDay(Tokens t, int i) {
        int day = Integer.parseInt(t.folded(i));
        return day >= 1 && day <= 31;
    }

    private static void number(Tokens t, int i, boolean ages, List<PhiSpan> spans) {
        if (t.length(i) > 3) {
            if (t.length(i) == 4
                    && t.folded(i - 1).equals("birth")
                    && t.folded(i - 2).equals("of")
                    && (t.folded(i).startsWith("19") || t.folded(i).startsWith("20"))) {
                add(t, i, i + 1, "date.birth-year", spans);
            }
            return;
        }
        if (t.length(i) <= 2 && isDay(t, i)) {
            boolean pair = (t.isMark(i + 1, '/') || t.isMark(i + 1, '-'))
                    && t.touches(i + 1)
                    && t.isNumber(i + 2)
                    && t.touches(i + 2)
                    && t.length(i + 2) <= 2
                    && isDay(t, i + 2)
                    && !(t.touches(i + 3)
                            && (t.isNumber(i + 3)
                                    || t.isWord(i + 3)
                                    || t.isMark(i + 3, '/')
                                    || t.isMark(i + 3, '-')
                                    || t.isMark(i + 3, '%')));
            boolean month = Integer.parseInt(t.folded(i)) <= 12 || (pair && Integer.parseInt(t.folded(i + 2)) <= 12);
            if (pair && month && !t.touches(i) && isDating(t, i) && !t.is(i + 3, WordFacts.UNIT)) {
                add(t, i, i + 3, "date.context", spans);
                return;
            }
            roman(t, i, spans);
            ordinal(t, i, spans);
            foreign(t, i, spans);
        }
        int age = Integer.parseInt(t.folded(i));
        if (age > 89 && age < 116 && isAge(t, i, ages)) {
            add(t, i, i + 1, "age.alone", spans);
        }
    }

    private static boolean isDating(Tokens t, int i) {
        String word = t.folded(i - 1);
        if (!t.isWord(i - 1) || t.beginsLine(i)) {
            return false;
        }
        boolean done = word.length() > 3 && word.endsWith("ed") && !NOT_DATING.contains(word);
        boolean sent = false;
        for (int back = 2; back <= 4 && t.isMark(i + 3, ')'); back++) {
            sent |= t.isMark(i - back - 1, '(')
                    && (DATING.contains(t.folded(i - back))
                            || t.folded(i - back).endsWith("ed"));
        }
        return done || DATING.contains(word) || sent;
    }

    /** "12.vi.25", "9-XI-2024". */
    private static void roman(Tokens t, int i, List<PhiSpan> spans) {
        boolean parted = t.isMark(i + 1) && t.touches(i + 1) && "./-".indexOf(t.text.charAt(t.start(i + 1))) >= 0;
        if (parted
                && ROMAN.contains(t.folded(i + 2))
                && t.touches(i + 2)
                && t.isMark(i + 3)
                && t.touches(i + 3)
                && t.isNumber(i + 4)
                && t.touches(i + 4)
                && (t.length(i + 4) == 2 || t.length(i + 4) == 4)) {
            add(t, i, i + 5, "date.roman", spans);
        }
    }

    /** "from the 22nd.", "the 4th inst", "3rd/June". */
    private static void ordinal(Tokens t, int i, List<PhiSpan> spans) {
        if (!t.isOrdinalEnding(i + 1)) {
            return;
        }
        if (OF_THIS.contains(t.folded(i + 2))) {
            add(t, i, i + 2, "date.ordinal", spans);
        } else if (t.isMark(i + 2, '/') && t.is(i + 3, WordFacts.MONTH)) {
            add(t, i, i + 4, "date.ordinal", spans);
        } else if (t.folded(i - 1).equals("the") && LEADING.contains(t.folded(i - 2)) && isClosed(t, i + 2)) {
            add(t, i, i + 2, "date.ordinal", spans);
        }
    }

    private static boolean isClosed(Tokens t, int at) {
        return at >= t.count()
                || t.beginsLine(at)
                || (t.isMark(at) && ".,;)!?".indexOf(t.text.charAt(t.start(at))) >= 0);
    }

    /** "du 5 au 12", "le vendredi 13", "2. Advent". */
    private static void foreign(Tokens t, int i, List<PhiSpan> spans) {
        if (t.folded(i - 1).equals("du") && t.folded(i + 1).equals("au") && t.isNumber(i + 2)) {
            add(t, i, i + 1, "date.foreign", spans);
            add(t, i + 2, i + 3, "date.foreign", spans);
        } else if (FOREIGN_DAYS.contains(t.folded(i - 1))
                && (isClosed(t, i + 1) || t.isWord(i + 1))
                && !t.is(i + 1, WordFacts.UNIT)) {
            add(t, i, i + 1, "date.foreign", spans);
        } else if (t.isMark(i + 1, '.') && t.folded(i + 2).equals("advent")) {
            add(t, i, i + 3, "date.foreign", spans);
        }
    }

    private static boolean isAge(Tokens t, int i, boolean ages) {
        boolean closed = isClosed(t, i + 1) && !(t.isMark(i + 1, '.') && t.isNumber(i + 2) && t.touches(i + 2));
        boolean behind = closed || (BEHIND_AGE.contains(t.folded(i + 1)) && !t.is(i + 1, WordFacts.UNIT));
        String before = t.folded(i - 1);
        if (WHO.contains(before) && closed) {
            return !t.beginsLine(i);
        }
        if ((before.equals("is") || before.equals("was")) && behind) {
            return WHO.contains(t.folded(i - 2)) || t.is(i - 2, WordFacts.RELATION);
        }
        if (before.equals("to") && behind) {
            return t.folded(i - 2).startsWith("live") || t.folded(i - 2).startsWith("living");
        }
        if (t.isMark(i - 1, ',')
                && closed
                && t.letterIsCapital(i - 2)
                && !t.is(i - 2, WordFacts.CLINICAL | WordFacts.UNIT)) {
            return t.is(i - 2, WordFacts.FIRST_NAME | WordFacts.SURNAME | WordFacts.NAME_LIKE)
                    || t.is(i - 3, WordFacts.RELATION)
                    || t.letterIsCapital(i - 3);
        }
        return ages
                && t.afterGap(i)
                && !t.beginsLine(i)
                && i + 1 < t.count()
                && t.afterGap(i + 1)
                && t.isCapital(i - 1)
                && t.start(i) - t.end(i - 1) > 2
                && (t.isUpper(i + 1) || t.is(i + 1, WordFacts.CREDENTIAL));
    }

    private static void word(Tokens t, int i, List<PhiSpan> spans) {
        String word = t.folded(i);
        int feast = FeastDays.end(t, i);
        if (feast > i && !t.is(feast, WordFacts.FRAME)) {
            int end = t.folded(feast).equals("of") ? feast + 1 : feast;
            end = t.isMark(end, ',') || t.isMark(end, '\'') ? end + 1 : end;
            boolean year = t.isNumber(end) && (t.length(end) == 4 || t.isMark(end - 1, '\''));
            boolean spelled = t.is(end, WordFacts.NUMBER_WORD) && end > feast;
            int last = year ? end + 1 : spelled ? (t.isMark(end + 1, '-') ? end + 3 : end + 1) : feast;
            add(t, i, last, "date.feast", spans);
        }
        if (FEW.contains(word)
                && (t.is(i + 1, WordFacts.WEEKDAY) || SPANS.contains(t.folded(i + 1)))
                && (t.folded(i + 2).equals("of") || t.folded(i + 2).equals("in"))
                && t.is(i + 3, WordFacts.MONTH)) {
            add(t, i, i + 4, "date.part", spans);
        }
        if (ORDINALS.contains(word)
                && t.folded(i - 1).equals("the")
                && LEADING.contains(t.folded(i - 2))
                && isClosed(t, i + 1)
                && !t.folded(i - 2).equals("of")
                && !t.folded(i - 2).equals("to")) {
            add(t, i, i + 1, "date.ordinal", spans);
        }
        if (t.is(i, WordFacts.MONTH) && t.is(i - 1, WordFacts.NUMBER_WORD) && t.isCapital(i) && !t.isCapital(i + 1)) {
            int first = t.is(i - 2, WordFacts.NUMBER_WORD) && !t.beginsLine(i - 1) ? i - 2 : i - 1;
            add(t, first, i + 1, "date.spoken", spans);
        } else if (t.is(i, WordFacts.MONTH)
                && t.is(i - 1, WordFacts.NUMBER_WORD)
                && t.inUpperLine(i)
                && t.length(i) > 3) {
            int first = t.is(i - 2, WordFacts.NUMBER_WORD) && !t.beginsLine(i - 1) ? i - 2 : i - 1;
            add(t, first, i + 1, "date.spoken", spans);
        }
        if (t.isUpper(i)
                && ROMAN.contains(word)
                && t.isMark(i + 1, '-')
                && t.isNumber(i + 2)
                && t.length(i + 2) <= 2
                && isDay(t, i + 2)
                && (t.is(i - 1, WordFacts.WEEKDAY) || (t.isMark(i - 1, ',') && t.is(i - 2, WordFacts.WEEKDAY)))) {
            add(t, i, i + 3, "date.roman", spans);
        }
        if ((word.equals("ninety") || word.equals("hundred"))
                && (t.folded(i - 1).equals("is") || t.folded(i - 1).equals("aged"))
                && (WHO.contains(t.folded(i - 2)) || t.is(i - 2, WordFacts.RELATION))) {
            int end = t.isMark(i + 1, '-') && t.is(i + 2, WordFacts.NUMBER_WORD) ? i + 3 : i + 1;
            add(t, i, end, "age.words", spans);
        }
    }

    private static void add(Tokens t, int from, int to, String rule, List<PhiSpan> spans) {
        spans.add(new PhiSpan(t.start(from), t.end(to - 1), PhiClass.DATE, rule));
    }
}
