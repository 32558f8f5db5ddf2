package org.residency.scoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The runs of n words in a text, in order. */
record WordRuns(List<List<String>> runs) {
    private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    static WordRuns of(String text, int width) {
        List<String> words = words(text);
        List<List<String>> runs = new ArrayList<>();
        for (int i = 0; i + width <= words.size(); i++) {
            runs.add(words.subList(i, i + width));
        }
        return new WordRuns(runs);
    }

    static List<String> words(String text) {
        return NOT_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Distinct runs over all runs; 1 for a text too short to have any. */
    double distinctShare() {
        return runs.isEmpty() ? 1 : new HashSet<>(runs).size() / (double) runs.size();
    }
}
