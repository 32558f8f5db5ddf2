package org.residency.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** A text as the set of its runs of so many words, each hashed to 64 bits and sorted: what texts share. */
final class WordRuns {
    private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final long[] hashes;

    private WordRuns(long[] hashes) {
        this.hashes = hashes;
    }

    /** @param width words in a run; a shorter text is one run */
    static WordRuns of(String text, int width) {
        List<String> words = NOT_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
        int count = Math.max(1, words.size() - width + 1);
        long[] hashes = new long[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = hash(words.subList(i, Math.min(words.size(), i + width)));
        }
        return new WordRuns(Arrays.stream(hashes).sorted().distinct().toArray());
    }

    int size() {
        return hashes.length;
    }

    LongStream hashes() {
        return Arrays.stream(hashes);
    }

    /** Jaccard similarity: shared runs over all runs of both. */
    double similarity(WordRuns other) {
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < hashes.length && j < other.hashes.length) {
            int order = Long.compare(hashes[i], other.hashes[j]);
            if (order == 0) {
                shared++;
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return shared / (double) (hashes.length + other.hashes.length - shared);
    }

    private static long hash(List<String> words) {
        long hash = FNV_OFFSET;
        for (String word : words) {
            for (int i = 0; i < word.length(); i++) {
                hash = (hash ^ word.charAt(i)) * FNV_PRIME;
            }
            hash = (hash ^ ' ') * FNV_PRIME;
        }
        return hash;
    }
}
