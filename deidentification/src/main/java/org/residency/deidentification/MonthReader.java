package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The name of a month as notes have it: full, short, misspelled ("Febuary") or misread by a scanner ("0ct", "Ju1y"). */
final class MonthReader {
    private static final List<String> LONG =
            List.of("january", "february", "august", "september", "october", "november", "december");
    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/month.txt");
    private static final Set<String> SCANNED = LISTS.get("scanned");
    /** Months of other calendars, which name a day as well. */
    static final Set<String> OTHER_CALENDARS = LISTS.get("other-calendars");

    private static final int FEWEST_LETTERS = 6;

    private MonthReader() {}

    /** A month of another calendar, whose years are others too. */
    static boolean isOfAnotherCalendar(Tokens t, int i) {
        return OTHER_CALENDARS.contains(t.folded(i));
    }

    /** The token behind the month that begins at {@code i} and its full stop, or {@code i} when none does. */
    static int end(Tokens t, int i) {
        int end = nameEnd(t, i);
        return end > i && t.isMark(end, '.') && t.touches(end) ? end + 1 : end;
    }

    private static int nameEnd(Tokens t, int i) {
        if (t.is(i, WordFacts.MONTH)) {
            return i + 1;
        }
        if (t.isWord(i)) {
            if (t.is(i, WordFacts.TRIGGER) && OTHER_CALENDARS.contains(t.folded(i)) && besideNumber(t, i)) {
                return i + 1;
            }
            if (t.length(i) >= FEWEST_LETTERS
                    && t.length(i) <= 10
                    && (t.facts(i) & (WordFacts.KNOWN | WordFacts.FIRST_NAME)) == 0
                    && besideNumber(t, i)
                    && isMisspelled(t.folded(i))) {
                return i + 1;
            }
            // "Ju1y", "N0v"
            boolean misread = t.isCapital(i) && t.isNumber(i + 1) && t.length(i + 1) == 1 && t.touches(i + 1);
            if (misread && t.length(i) < 4 && t.isWord(i + 2) && t.touches(i + 2)) {
                return SCANNED.contains(asMeant(t, i, i + 2)) ? i + 3 : i;
            }
            return i;
        }
        boolean zero = t.isNumber(i) && t.length(i) == 1 && t.folded(i).equals("0") && t.isWord(i + 1);
        return zero && t.touches(i + 1) && SCANNED.contains(asMeant(t, i, i + 1)) ? i + 2 : i;
    }

    private static String asMeant(Tokens t, int from, int last) {
        return WordFacts.fold(t.of(from, last)).replace('0', 'o').replace('1', 'l');
    }

    private static boolean besideNumber(Tokens t, int i) {
        int behind = t.isMark(i + 1, '.') ? i + 2 : i + 1;
        return t.isNumber(behind) || t.isNumber(i - 1) || (t.isNumber(i - 2) && t.isWord(i - 1) && t.touches(i - 1));
    }

    /** Two slips of typing at most, the first letter right. */
    private static boolean isMisspelled(String word) {
        for (String month : LONG) {
            if (month.charAt(0) == word.charAt(0)
                    && Math.abs(month.length() - word.length()) <= 2
                    && distance(month, word) <= 2) {
                return true;
            }
        }
        return false;
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
