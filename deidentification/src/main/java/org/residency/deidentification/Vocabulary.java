package org.residency.deidentification;

import java.util.Collection;
import java.util.function.ToIntFunction;

/**
 * The words of the lists, folded, with what is known of each: read from a text without cutting them out or making their
 * letters small first, for most words of a note are among them. Open addressing, at most half full; immutable.
 */
final class Vocabulary {
    private static final int ABSENT = -1;
    private static final int ASCII = 128;

    private final String[] words;
    private final int[] facts;
    private final int mask;

    Vocabulary(Collection<String> entries, ToIntFunction<String> factsOf) {
        int size = Integer.highestOneBit(Math.max(1, entries.size())) << 2;
        words = new String[size];
        facts = new int[size];
        mask = size - 1;
        for (String word : entries) {
            int at = slot(hash(word, 0, word.length()));
            while (words[at] != null) {
                at = (at + 1) & mask;
            }
            words[at] = word;
            facts[at] = factsOf.applyAsInt(word);
        }
    }

    /** Where the word is that a text has from {@code from} to before {@code to}, in any case; negative where none is. */
    int find(String text, int from, int to) {
        int hash = hash(text, from, to);
        if (hash == ABSENT) {
            return ABSENT;
        }
        for (int at = slot(hash); words[at] != null; at = (at + 1) & mask) {
            if (isSame(words[at], text, from, to)) {
                return at;
            }
        }
        return ABSENT;
    }

    String word(int at) {
        return words[at];
    }

    int facts(int at) {
        return facts[at];
    }

    private static boolean isSame(String word, String text, int from, int to) {
        if (word.length() != to - from) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != small(text.charAt(from + i))) {
                return false;
            }
        }
        return true;
    }

    /** Of ASCII alone; letters with accents fold in ways of their own. */
    private static int hash(String text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= ASCII) {
                return ABSENT;
            }
            hash = 31 * hash + small(c);
        }
        return hash & Integer.MAX_VALUE;
    }

    private static char small(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    }

    private int slot(int hash) {
        int spread = hash * 0x9E3779B1;
        return (spread ^ (spread >>> 15)) & mask;
    }
}
