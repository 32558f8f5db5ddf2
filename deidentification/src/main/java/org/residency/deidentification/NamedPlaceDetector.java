package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Places and employers whose names are ordinary words: a run of capitals that ends in the noun of a place ("Maple Ridge
 * Family Practice", "the Lantern Street clinic"), the same in small letters behind what leads to places, crossings, and
 * whom somebody works for.
 */
final class NamedPlaceDetector implements PhiDetector {
    private static final int MOST_WORDS = 8;
    private static final int SKIPPED = WordFacts.TITLE
            | WordFacts.RELATION
            | WordFacts.WEEKDAY
            | WordFacts.MONTH
            | WordFacts.CREDENTIAL
            | WordFacts.VERB
            | WordFacts.UNIT;
    private static final int PLAIN = WordFacts.GENERIC_PLACE
            | WordFacts.CLINICAL
            | WordFacts.SERVICE
            | WordFacts.DENIED
            | WordFacts.LARGE_PLACE
            | WordFacts.STAFF;
    private static final int NAMING = WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME | WordFacts.STREET;
    private static final Set<String> JOINING =
            WordSet.of("of", "the", "and", "at", "for", "de", "la", "del", "des", "du");

    private static final Map<String, Set<String>> WORDS = WordList.roles("place-nouns.txt");
    private static final Set<String> SURE = WORDS.get("sure");
    private static final Set<String> SOFT = WORDS.get("soft");
    private static final Set<String> LOWER_BEHIND = WORDS.get("lower-behind");
    private static final Set<String> PEOPLED = WORDS.get("peopled");
    private static final Set<String> LEADING = WORDS.get("leading");
    private static final Set<String> EMPLOYING = WORDS.get("employing");
    private static final Set<String> STREETS =
            WordSet.of("st", "ln", "ct", "pkwy", "cir", "trl", "ter", "sq", "pl", "hwy", "xing", "aly");
    private static final Set<String> STREET_LEADING =
            WordSet.of("on", "off", "at", "near", "from", "to", "down", "along", "by", "of", "over", "in", "crossing");
    private static final Set<String> CREWS = WordSet.of(
            "medic", "engine", "ladder", "rescue", "squad", "battalion", "ambulance", "medevac", "lifeflight");
    private static final Set<String> ORDINAL_WORDS = WordSet.of(
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "main");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (!t.isWord(i)) {
                continue;
            }
            String word = t.folded(i);
            if (t.is(i, WordFacts.PLACE_NOUN)) {
                noun(t, i, word, spans);
            }
            switch (word) {
                case "by", "for", "with" -> employer(t, i, spans);
                case "and" -> crossing(t, i, spans);
                case "the" -> withArticle(t, i, spans);
                default -> {}
            }
            if (STREETS.contains(word) && t.letterIsCapital(i) && t.letterIsCapital(i - 1)) {
                shortStreet(t, i, spans);
            }
            if (t.isNumber(i + 1) && t.letterIsCapital(i) && CREWS.contains(word) && !t.beginsLine(i + 1)) {
                spans.add(new PhiSpan(t.start(i), t.end(i + 1), PhiClass.GEOGRAPHY, "place.crew"));
            }
            if (word.equals("p") && t.folded(i + 2).equals("s") && t.isMark(i + 1, '.') && t.isNumber(i + 4)) {
                spans.add(new PhiSpan(t.start(i), t.end(i + 4), PhiClass.GEOGRAPHY, "place.school"));
            }
        }
    }

    /** "over on Canal St", "off Birch Ln.": behind a preposition, with one or two capital words. */
    private static void shortStreet(Tokens t, int i, List<PhiSpan> spans) {
        int first = t.letterIsCapital(i - 2) && !t.beginsLine(i - 1) ? i - 2 : i - 1;
        boolean saint = t.letterIsCapital(i + 1) && !t.beginsLine(i + 1);
        boolean led = STREET_LEADING.contains(t.folded(first - 1));
        if (led && !saint && !t.is(first, SKIPPED) && !t.is(i - 1, WordFacts.CLINICAL)) {
            spans.add(new PhiSpan(t.start(first), t.end(i), PhiClass.GEOGRAPHY, "place.named"));
        }
    }

    private static void noun(Tokens t, int i, String word, List<PhiSpan> spans) {
        boolean isSure = SURE.contains(word);
        boolean behindCapital = t.letterIsCapital(i - 1) && !t.isCapital(i) && LOWER_BEHIND.contains(word);
        if (behindCapital) {
            capitals(t, i, false, spans);
        } else if (!isSure && !SOFT.contains(word)) {
            return;
        } else if (t.letterIsCapital(i) || (t.isUpper(i) && !t.inUpperLine(i) && !t.inLowerLine(i))) {
            capitals(t, i, isSure, spans);
        } else if (t.inLowerLine(i) || t.inUpperLine(i)) {
            oneCase(t, i, spans);
        }
    }

    /** Back from the noun over words with capitals and what joins them. */
    private static void capitals(Tokens t, int noun, boolean isSure, List<PhiSpan> spans) {
        int first = noun;
        int words = 0;
        int at = noun - 1;
        while (at >= 0 && words < MOST_WORDS && !t.beginsParagraph(at + 1)) {
            boolean wide = t.folded(at).equals("at") || t.folded(at).equals("for");
            boolean join = (t.isWord(at)
                            && !t.isCapital(at)
                            && JOINING.contains(t.folded(at))
                            && t.isCapital(at - 1)
                            && (!wide || t.is(at - 1, WordFacts.PLACE_NOUN | WordFacts.FACILITY)))
                    || t.isMark(at, '&')
                    || (t.isMark(at, '-') && t.touches(at) && t.touches(at + 1))
                    || (t.isMark(at, '\'') && t.touches(at))
                    || (t.isMark(at, '.') && t.touches(at) && t.isWord(at - 1) && t.length(at - 1) <= 2)
                    || (t.folded(at).equals("s") && t.touches(at));
            if (join) {
                at--;
                continue;
            }
            boolean part = t.isCapital(at)
                    && (t.letterIsCapital(at) || t.length(at) <= 3)
                    && !(t.is(at, SKIPPED) && !t.is(at, NAMING))
                    && !(t.isUpper(at) && t.length(at) > 1 && t.is(at, WordFacts.CLINICAL));
            if (!part) {
                break;
            }
            first = at;
            words++;
            at--;
        }
        // The first word of a sentence has its capital from there: "The", "Denies", "Emergency".
        while (first < noun && t.beginsSentence(first) && t.is(first, PLAIN) && !t.is(first, WordFacts.NAME_LIKE)) {
            first++;
            words--;
            while (first < noun && !t.isCapital(first)) {
                first++;
            }
        }
        if (words == 0 || CapitalCount.around(t, noun).isAll()) {
            return;
        }
        int specific = 0;
        int plainCommon = 0;
        for (int i = first; i < noun; i++) {
            if (t.isCapital(i) && t.length(i) > 1) {
                boolean plain = t.is(i, PLAIN) && !t.is(i, NAMING);
                boolean common = t.is(i, WordFacts.COMMON) && !t.is(i, NAMING);
                specific += plain || common ? 0 : 1;
                plainCommon += !plain && common ? 1 : 0;
            }
        }
        boolean led =
                LEADING.contains(t.folded(first - 1)) || t.folded(first - 1).equals("the") || t.isMark(first - 1, '(');
        boolean enough =
                isSure ? specific + plainCommon > 0 : (specific > 0 && (led || words > 1)) || (plainCommon > 0 && led);
        if (enough && !Shield.covers(t, first, noun + 1) && !isTerm(t, first, noun)) {
            int end = noun + 1;
            while (end < t.count()
                    && t.letterIsCapital(end)
                    && (SURE.contains(t.folded(end)) || SOFT.contains(t.folded(end)))
                    && !t.beginsLine(end)) {
                end++;
            }
            if (end == noun + 1 && LOWER_BEHIND.contains(t.folded(end)) && !t.isCapital(end) && !t.beginsLine(end)) {
                end++;
            }
            spans.add(new PhiSpan(t.start(first), t.end(end - 1), PhiClass.GEOGRAPHY, "place.named"));
        }
    }

    /** "Kerley Lines", "Glasgow Coma": what stands before is an eponym alone. */
    private static boolean isTerm(Tokens t, int first, int noun) {
        for (int i = first; i < noun; i++) {
            if (t.isWord(i) && t.length(i) > 1 && !t.is(i, WordFacts.CLINICAL | WordFacts.EPONYM)) {
                return false;
            }
        }
        return !t.is(first, WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME);
    }

    /** Where the case of letters says nothing, what leads to a place must stand before: "at green valley medical center". */
    private static void oneCase(Tokens t, int noun, List<PhiSpan> spans) {
        int first = noun;
        int specific = 0;
        int ordinary = 0;
        while (first > 0
                && noun - first < 4
                && t.isWord(first - 1)
                && !t.beginsLine(first)
                && !t.is(first - 1, SKIPPED | WordFacts.PLACE_PREPOSITION)
                && !LEADING.contains(t.folded(first - 1))
                && (!t.is(first - 1, WordFacts.DENIED) || t.is(first - 1, NAMING | WordFacts.GENERIC_PLACE))
                && !JOINING.contains(t.folded(first - 1))
                && t.length(first - 1) > 1) {
            first--;
            boolean plain = t.is(first, PLAIN) && !t.is(first, WordFacts.NAME_LIKE | WordFacts.STREET);
            specific += !plain && (t.is(first, NAMING) || NameReader.isUnknown(t, first)) ? 1 : 0;
            ordinary += !plain && t.is(first, WordFacts.COMMON) ? 1 : 0;
        }
        int before = first - 1;
        boolean the = t.folded(before).equals("the");
        boolean led =
                LEADING.contains(t.folded(the ? before - 1 : before)) || t.isMark(before, '(') || t.isMark(before, '@');
        if (led && (specific > 0 || (PEOPLED.contains(t.folded(noun)) && ordinary > 0 && !t.inUpperLine(noun)))) {
            int end = noun + 1;
            while ((SURE.contains(t.folded(end)) || SOFT.contains(t.folded(end))) && !t.beginsLine(end)) {
                end++;
            }
            spans.add(new PhiSpan(t.start(first), t.end(end - 1), PhiClass.GEOGRAPHY, "place.named"));
        }
    }

    /** "employed by Granite State Roofing", "run by Stepping Stones". */
    private static void employer(Tokens t, int i, List<PhiSpan> spans) {
        boolean employed = EMPLOYING.contains(t.folded(i - 1)) || EMPLOYING.contains(t.folded(i - 2));
        int first = i + 1;
        if (t.folded(first).equals("the")) {
            first++;
        }
        if (!employed || t.beginsLine(first)) {
            return;
        }
        int end = first;
        while (end < first + 5
                && t.letterIsCapital(end)
                && !t.inUpperLine(end)
                && !t.is(
                        end,
                        WordFacts.TITLE | WordFacts.RELATION | WordFacts.WEEKDAY | WordFacts.MONTH | WordFacts.SERVICE)
                && !(t.is(end, WordFacts.CLINICAL) && !t.is(end, NAMING))
                && !(end > first && t.beginsLine(end))) {
            end++;
        }
        if (end > first && !t.is(first, WordFacts.DENIED) && !Shield.covers(t, first, end)) {
            spans.add(new PhiSpan(t.start(first), t.end(end - 1), PhiClass.GEOGRAPHY, "place.employer"));
        }
    }

    /** "GP surgery The Limes": an article with a capital amid a sentence belongs to a name. */
    private static void withArticle(Tokens t, int i, List<PhiSpan> spans) {
        int end = i + 1;
        while (end < i + 5
                && t.letterIsCapital(end)
                && !t.beginsLine(end)
                && !t.is(end, SKIPPED | WordFacts.CLINICAL | WordFacts.SERVICE)) {
            end++;
        }
        if (t.letterIsCapital(i)
                && !t.beginsSentence(i)
                && end > i + 1
                && !t.isCapital(i - 1)
                && !Shield.covers(t, i + 1, end)) {
            spans.add(new PhiSpan(t.start(i), t.end(end - 1), PhiClass.GEOGRAPHY, "place.article"));
        }
    }

    /** "5th and Walnut", "at Elm & Third". */
    private static void crossing(Tokens t, int i, List<PhiSpan> spans) {
        int left = i - 1;
        int right = i + 1;
        boolean leftNumber = t.isOrdinalEnding(left);
        int first = leftNumber ? left - 1 : left;
        boolean rightNumber = t.isOrdinalEnding(right + 1);
        int last = rightNumber ? right + 1 : right;
        boolean leftStreet = leftNumber || (t.letterIsCapital(left) && ORDINAL_WORDS.contains(t.folded(left)));
        boolean rightStreet = rightNumber || (t.letterIsCapital(right) && ORDINAL_WORDS.contains(t.folded(right)));
        boolean named = (leftStreet && (rightStreet || t.letterIsCapital(right)))
                || (rightStreet && t.letterIsCapital(left) && !t.beginsSentence(left));
        if (named
                && !t.is(right, SKIPPED | WordFacts.CLINICAL)
                && !t.is(left, WordFacts.CLINICAL)
                && !t.beginsSentence(first)) {
            spans.add(new PhiSpan(t.start(first), t.end(last), PhiClass.GEOGRAPHY, "place.crossing"));
        }
    }
}
