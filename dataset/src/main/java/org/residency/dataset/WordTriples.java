package org.residency.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** A text as the set of its runs of three words, each hashed to 64 bits and sorted: what near duplicates share. */
final class WordTriples {
    private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int WIDTH = 3;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final long[] hashes;

    private WordTriples(long[] hashes) {
        this.hashes = hashes;
    }

    static WordTriples of(String text) {
        List<String> words = NOT_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
        int count = Math.max(1, words.size() - WIDTH + 1);
        long[] hashes = new long[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = hash(words.subList(i, Math.min(words.size(), i + WIDTH)));
        }
        return new WordTriples(Arrays.stream(hashes).sorted().distinct().toArray());
    }

    LongStream hashes() {
        return Arrays.stream(hashes);
    }

    /** Jaccard similarity: shared triples over all triples of both. */
    double similarity(WordTriples other) {
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
