package org.residency.deidentification;

import java.util.Set;

/**
 * What a surmised name or place is in medicine by its form: an abbreviation in capitals ("father MI"), a short word before a value
 * ("Li <0.1", "Mac 3"), a language or people ("limited English"), a state, a plain word at the head of a sentence ("Vein map").
 */
final class AbbreviationReadings {
    private static final int NAMING = WordFacts.FIRST_NAME | WordFacts.SURNAME | WordFacts.NAME_LIKE | WordFacts.EPONYM;
    private static final Set<String> BY_WORDS = WordSet.of(
            "name.unknown", "name.first", "name.learned", "name.aged", "name.companion", "place.learned", "name.known");
    private static final int LONGEST_BEFORE_VALUE = 3;
    private static final int LONGEST_ABBREVIATION = 4;

    private AbbreviationReadings() {}

    /** Whether the words from token {@code from} to before {@code to}, taken by this rule, are such. */
    static boolean isTerm(Tokens t, String rule, int from, int to) {
        if (!BY_WORDS.contains(rule)) {
            return false;
        }
        boolean single = to == from + 1;
        if (rule.endsWith(".learned") && isLarge(t, from, to)) {
            return true;
        }
        if (!single) {
            return false;
        }
        boolean upper = t.isUpper(from) && !t.inUpperLine(from) && t.length(from) <= LONGEST_ABBREVIATION;
        if (upper && t.length(from) > 1 && t.is(from, WordFacts.CLINICAL) && !rule.equals("name.known")) {
            return true;
        }
        if (t.length(from) <= LONGEST_BEFORE_VALUE && isValue(t, to) && !rule.equals("name.known")) {
            return true;
        }
        if (rule.equals("name.known")) {
            return isDevice(t, from);
        }
        return rule.endsWith(".learned") && isPlainHead(t, from, to);
    }

    /** All of it states or countries. */
    private static boolean isLarge(Tokens t, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!t.is(i, WordFacts.LARGE_PLACE) || t.is(i, WordFacts.FIRST_NAME | WordFacts.SURNAME)) {
                return false;
            }
        }
        return true;
    }

    /** "<0.1", "1124", "3;": not the age, record or house of somebody. */
    private static boolean isValue(Tokens t, int at) {
        if (t.beginsLine(at)) {
            return false;
        }
        boolean compared = (t.isMark(at, '<') || t.isMark(at, '>')) && t.isNumber(at + 1);
        boolean decimal = t.isNumber(at)
                && t.isMark(at + 1, '.')
                && t.isNumber(at + 2)
                && t.touches(at + 2)
                && !(t.isMark(at + 3, '.') && t.isNumber(at + 4));
        boolean graded = t.isNumber(at) && ((t.length(at) == 1 && !t.touches(at + 1)) || t.isMark(at + 1, ';'));
        return compared || decimal || (graded && !t.is(at + 1, WordFacts.UNIT));
    }

    /** "the Foley", "16 Fr Foley": what a person is never called, though one of that name is in the note. */
    private static boolean isDevice(Tokens t, int i) {
        String before = t.folded(i - 1);
        boolean article = before.equals("the") || before.equals("a") || before.equals("an");
        return t.is(i, WordFacts.EPONYM) && (article || t.is(i - 1, WordFacts.UNIT)) && !t.isMark(i + 1, '\'');
    }

    /** "Vein map", "Small L effusion", "limited English": ordinary words, and no verb behind. */
    private static boolean isPlainHead(Tokens t, int from, int to) {
        boolean people = t.isCapital(from) && t.is(from, WordFacts.DENIED) && !t.is(from, WordFacts.FIRST_NAME);
        if (people) {
            return true;
        }
        if (!t.is(from, WordFacts.KNOWN) || t.is(from, WordFacts.FIRST_NAME) || !t.beginsSentence(from)) {
            return false;
        }
        int next = t.isUpper(to) && t.length(to) == 1 ? to + 1 : to;
        boolean plain = t.isWord(next)
                && !t.isCapital(next)
                && !t.beginsLine(next)
                && t.is(next, WordFacts.KNOWN)
                && !t.is(next, WordFacts.VERB)
                && t.length(next) > 2
                && !t.folded(next).endsWith("ed");
        return plain && (t.is(from, NAMING) ? t.is(next, WordFacts.CLINICAL) || !t.is(from, WordFacts.SURNAME) : true);
    }
}
