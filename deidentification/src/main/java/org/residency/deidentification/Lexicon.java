package org.residency.deidentification;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the rules know about words. All look-ups ignore case. */
final class Lexicon {
    private final List<String> femaleFirstNames = WordList.words("female-first-names.txt");
    private final List<String> maleFirstNames = WordList.words("male-first-names.txt");
    private final List<String> surnames = WordList.words("surnames.txt");
    private final List<String> cities = WordList.lines("cities.txt");
    private final List<String> streets = WordList.lines("streets.txt");
    private final Set<String> female = folded(femaleFirstNames);
    private final Set<String> male = folded(maleFirstNames);
    private final Set<String> last = folded(surnames);
    private final Set<String> largePlaces = folded(WordList.lines("states.txt"));
    private final Set<String> commonWords = folded(WordList.words("common-words.txt"), WordList.words("not-names.txt"));

    List<String> femaleFirstNames() {
        return femaleFirstNames;
    }

    List<String> maleFirstNames() {
        return maleFirstNames;
    }

    List<String> surnames() {
        return surnames;
    }

    List<String> cities() {
        return cities;
    }

    List<String> streets() {
        return streets;
    }

    boolean isFemaleFirstName(String word) {
        return female.contains(fold(word));
    }

    boolean isMaleFirstName(String word) {
        return male.contains(fold(word));
    }

    boolean isSurname(String word) {
        return last.contains(fold(word));
    }

    /** A state, a country or more. */
    boolean isLargePlace(String place) {
        return largePlaces.contains(fold(place));
    }

    boolean isCommonWord(String word) {
        return commonWords.contains(fold(word));
    }

    private static String fold(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    @SafeVarargs
    private static Set<String> folded(List<String>... lists) {
        Set<String> folded = new HashSet<>();
        for (List<String> words : lists) {
            words.forEach(word -> folded.add(fold(word)));
        }
        return Set.copyOf(folded);
    }
}
