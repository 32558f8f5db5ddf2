package org.residency.deidentification;

import java.util.List;
import java.util.Map;

/**
 * A number in words, as it was dictated: "twenty-one", "the fourteenth", "nineteen fifty-eight".
 *
 * @param value what the words say
 * @param end the token behind them
 */
record SpelledNumber(int value, int end) {
    private static final int CENTURY = 100;
    private static final List<String> SMALL = WordList.words("small-numbers.txt");
    private static final WordMap<Integer> TENS = WordMap.copyOf(Map.of(
            "twenty", 20, "thirty", 30, "forty", 40, "fifty", 50, "sixty", 60, "seventy", 70, "eighty", 80, "ninety",
            90));
    private static final WordMap<Integer> ORDINALS = WordMap.copyOf(Map.ofEntries(
            Map.entry("first", 1),
            Map.entry("second", 2),
            Map.entry("third", 3),
            Map.entry("fourth", 4),
            Map.entry("fifth", 5),
            Map.entry("sixth", 6),
            Map.entry("seventh", 7),
            Map.entry("eighth", 8),
            Map.entry("ninth", 9),
            Map.entry("tenth", 10),
            Map.entry("eleventh", 11),
            Map.entry("twelfth", 12),
            Map.entry("thirteenth", 13),
            Map.entry("fourteenth", 14),
            Map.entry("fifteenth", 15),
            Map.entry("sixteenth", 16),
            Map.entry("seventeenth", 17),
            Map.entry("eighteenth", 18),
            Map.entry("nineteenth", 19),
            Map.entry("twentieth", 20),
            Map.entry("thirtieth", 30)));

    /** 0 to 99, or null: "seven", "oh seven", "fifty-eight". */
    static SpelledNumber cardinal(Tokens t, int i) {
        boolean oh = t.folded(i).equals("oh") && t.isWord(i + 1);
        int at = oh ? i + 1 : i;
        int small = t.is(at, WordFacts.NUMBER_WORD) ? SMALL.indexOf(t.folded(at)) : -1;
        if (small >= 0) {
            return oh && small > 9 ? null : new SpelledNumber(small, at + 1);
        }
        Integer tens = TENS.get(t.folded(at));
        if (tens == null || oh) {
            return null;
        }
        int unit = SMALL.indexOf(t.folded(unitAt(t, at)));
        return unit > 0 && unit < 10
                ? new SpelledNumber(tens + unit, unitAt(t, at) + 1)
                : new SpelledNumber(tens, at + 1);
    }

    /** 1 to 31, or null: "third", "twenty-first". */
    static SpelledNumber ordinal(Tokens t, int i) {
        Integer whole = ORDINALS.get(t.folded(i));
        if (whole != null) {
            return new SpelledNumber(whole, i + 1);
        }
        Integer tens = TENS.get(t.folded(i));
        Integer unit = tens == null ? null : ORDINALS.get(t.folded(unitAt(t, i)));
        return unit == null || unit > 9 || tens + unit > 31 ? null : new SpelledNumber(tens + unit, unitAt(t, i) + 1);
    }

    /** 1800 to 2099, or null: "nineteen fifty-eight", "two thousand and four", "twenty oh one". */
    static SpelledNumber year(Tokens t, int i) {
        if (t.folded(i).equals("two") && t.folded(i + 1).equals("thousand")) {
            int at = t.folded(i + 2).equals("and") ? i + 3 : i + 2;
            SpelledNumber rest = cardinal(t, at);
            return rest == null
                    ? new SpelledNumber(20 * CENTURY, i + 2)
                    : new SpelledNumber(2000 + rest.value, rest.end);
        }
        int century = SMALL.indexOf(t.folded(i));
        if (t.folded(i).equals("twenty")) {
            century = 20;
        }
        if (century < 18) {
            return null;
        }
        int at = t.folded(i + 1).equals("hundred") || t.isMark(i + 1, '-') ? i + 2 : i + 1;
        SpelledNumber rest = cardinal(t, at);
        if (rest == null && t.folded(i + 1).equals("hundred")) {
            return new SpelledNumber(century * CENTURY, i + 2);
        }
        // "twenty one" is a number, "twenty oh one" and "twenty eleven" are years.
        boolean plain = rest == null || (rest.value < 10 && !t.folded(at).equals("oh"));
        return plain ? null : new SpelledNumber(century * CENTURY + rest.value, rest.end);
    }

    private static int unitAt(Tokens t, int tens) {
        return t.isMark(tens + 1, '-') && t.touches(tens + 1) ? tens + 2 : tens + 1;
    }
}
