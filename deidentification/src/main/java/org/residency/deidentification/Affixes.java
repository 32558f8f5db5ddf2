package org.residency.deidentification;

import java.util.ArrayList;
import java.util.List;

/** Beginnings or endings by their outermost letter, so that a word is tried with the few that it may have. */
final class Affixes {
    private static final int LETTERS = 26;

    private final List<List<String>> byLetter = new ArrayList<>();
    private final boolean atEnd;

    private Affixes(List<String> affixes, boolean atEnd) {
        this.atEnd = atEnd;
        for (char letter = 'a'; letter < 'a' + LETTERS; letter++) {
            char wanted = letter;
            byLetter.add(affixes.stream()
                    .filter(affix -> affix.charAt(atEnd ? affix.length() - 1 : 0) == wanted)
                    .toList());
        }
    }

    static Affixes before(List<String> prefixes) {
        return new Affixes(prefixes, false);
    }

    static Affixes behind(List<String> endings) {
        return new Affixes(endings, true);
    }

    /** Those that share the word's first or last letter, in their order. */
    List<String> candidates(String word) {
        int letter = word.charAt(atEnd ? word.length() - 1 : 0) - 'a';
        return letter >= 0 && letter < LETTERS ? byLetter.get(letter) : List.of();
    }
}
