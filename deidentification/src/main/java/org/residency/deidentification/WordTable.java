package org.residency.deidentification;

import java.util.Map;

/**
 * Words with bits, looked up by a part of a longer word without cutting it out: most look-ups are of stems ("visited",
 * "visit"). Open addressing, at most half full; immutable.
 */
final class WordTable {
    private static final int FNV_START = 0x811C9DC5;
    private static final int FNV_PRIME = 0x01000193;

    private final String[] words;
    private final int[] bits;
    private final int mask;

    WordTable(Map<String, Integer> entries) {
        int size = Integer.highestOneBit(Math.max(1, entries.size())) << 2;
        words = new String[size];
        bits = new int[size];
        mask = size - 1;
        entries.forEach((word, value) -> {
            int at = slot(hash(word, 0, word.length()));
            while (words[at] != null) {
                at = (at + 1) & mask;
            }
            words[at] = word;
            bits[at] = value;
        });
    }

    /** The bits of a whole word, 0 where it is not there. */
    int of(String word) {
        return of(word, 0, word.length());
    }

    /** The bits of the chars from {@code from} to before {@code to}. */
    int of(String word, int from, int to) {
        for (int at = slot(hash(word, from, to)); words[at] != null; at = (at + 1) & mask) {
            if (words[at].length() == to - from && words[at].regionMatches(0, word, from, to - from)) {
                return bits[at];
            }
        }
        return 0;
    }

    /** The bits of the first {@code to} chars and this one behind them. */
    int of(String word, int to, char last) {
        int hash = (hash(word, 0, to) ^ last) * FNV_PRIME;
        for (int at = slot(hash); words[at] != null; at = (at + 1) & mask) {
            if (words[at].length() == to + 1
                    && words[at].charAt(to) == last
                    && words[at].regionMatches(0, word, 0, to)) {
                return bits[at];
            }
        }
        return 0;
    }

    private static int hash(String word, int from, int to) {
        int h = FNV_START;
        for (int i = from; i < to; i++) {
            h = (h ^ word.charAt(i)) * FNV_PRIME;
        }
        return h;
    }

    private int slot(int hash) {
        return (hash ^ (hash >>> 15)) & mask;
    }
}
