package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/**
 * Dates but for bare years: in digits, with names of months in English and languages near it, spelled out, partial, and
 * days whose month is not named. Each way of writing has a reader of its own; this one says where each may begin.
 */
final class DateDetector implements PhiDetector {
    private static final int LONGEST_NUMBER = 14;
    private static final Set<String> OF_A_MONTH = WordSet.of("de", "di", "do", "du", "of");
    private static final Set<String> BEFORE_MONTH =
            WordList.roles("date-words.txt").get("before-month");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isNumber(i)) {
                number(t, i, spans);
            } else if (t.isWord(i)) {
                word(t, i, spans);
            }
        }
    }

    private static void number(Tokens t, int i, List<PhiSpan> spans) {
        int length = t.length(i);
        if (length > LONGEST_NUMBER || (t.touches(i) && (t.isWord(i - 1) || t.isMark(i - 1, '.')))) {
            return;
        }
        boolean followed = (t.isMark(i + 1) && "-/.,".indexOf(t.text.charAt(t.start(i + 1))) >= 0)
                || t.is(i + 1, WordFacts.MONTH)
                || t.is(i + 2, WordFacts.MONTH)
                || OF_A_MONTH.contains(t.folded(i + 1))
                || (t.isWord(i + 1) && t.touches(i + 1))
                || length >= 8
                || t.isNumber(i + 1);
        if (!followed || NumericDateRules.find(t, i, spans)) {
            return;
        }
        if (length <= 2
                && t.isNumber(i + 2)
                && t.length(i + 2) <= 2
                && (t.isMark(i + 1, '/') || t.isMark(i + 1, '-'))
                && t.touches(i + 1)
                && t.touches(i + 2)) {
            PartialDateReader.read(t, i, spans);
        } else if (length <= 2 && t.isWord(i + 1) && t.touches(i + 1)) {
            DayOfMonthReader.read(t, i, spans);
        }
        if (length == 1) {
            month(t, i, spans);
        }
    }

    private static void word(Tokens t, int i, List<PhiSpan> spans) {
        boolean inCode = t.touches(i) && t.isNumber(i - 1);
        if (!inCode && month(t, i, spans)) {
            return;
        }
        boolean dictated = t.is(i, WordFacts.NUMBER_WORD)
                && (WrittenDateReader.dictated(t, i, spans) > i || WrittenDateReader.birthYear(t, i, spans) > i);
        if (!dictated && !WrittenDateRules.atWord(t, i, spans)) {
            DayOfMonthReader.read(t, i, spans);
        }
    }

    /** A month and what stands around it; whether token {@code i} is one. */
    private static boolean month(Tokens t, int i, List<PhiSpan> spans) {
        int end = MonthReader.end(t, i);
        if (end == i) {
            return false;
        }
        boolean read = WrittenDateReader.atMonth(t, i, spans) > i;
        boolean modal = WrittenDateReader.isModal(t, i) && !t.isCapital(i);
        boolean found = (!modal || t.isNumber(i + 1)) && WrittenDateRules.atMonth(t, i, spans);
        if (!read && !found && WrittenDateReader.standsAlone(t, i, BEFORE_MONTH)) {
            spans.add(new PhiSpan(t.start(i), t.end(end - 1), PhiClass.DATE, "date.month-alone"));
        }
        return t.is(i, WordFacts.MONTH);
    }
}
