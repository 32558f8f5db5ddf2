package org.residency.deidentification;

import java.util.Map;
import java.util.Set;

/** What stands under a word, asked for nearly every word of a note as a {@link WordSet} is. Immutable. */
final class WordMap<V> {
    private final Set<String> words;
    private final Map<String, V> values;

    private WordMap(Map<String, V> values) {
        this.words = WordSet.copyOf(values.keySet());
        this.values = Map.copyOf(values);
    }

    static <V> WordMap<V> copyOf(Map<String, V> values) {
        return new WordMap<>(values);
    }

    /** Null where the word is none of them. */
    V get(String word) {
        return words.contains(word) ? values.get(word) : null;
    }

    boolean contains(String word) {
        return words.contains(word);
    }
}
