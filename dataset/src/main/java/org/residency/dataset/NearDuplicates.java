package org.residency.dataset;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * Finds texts that are nearly the same: MinHash (Broder 1997) with banding (Leskovec, Rajaraman and Ullman, Mining of
 * Massive Datasets, 3.4) proposes pairs, the exact Jaccard similarity of their word triples decides. With 32 bands of
 * 4, a pair of similarity 0.8 is missed once in ten million. What the bands propose by lies on disk, 256 bytes a text; in
 * memory are one band at a time, at most 32 bytes a text, and the triples of the texts compared last.
 */
final class NearDuplicates {
    private static final int WORDS = 3;
    private static final int BANDS = 32;
    private static final int ROWS = 4;
    private static final int CACHED_TRIPLES = 1 << 20;

    private final double similarity;
    private final long[] seeds =
            new SplittableRandom(0x5eed).longs(BANDS * (long) ROWS).toArray();

    NearDuplicates(double similarity) {
        this.similarity = similarity;
    }

    /**
     * Joins the numbers of texts that are at least as similar as asked.
     *
     * @param count texts, numbered from 0
     * @param textOf asked for a text again whenever it is compared
     * @param scratch an empty file, closed by this
     */
    void joinIn(Groups groups, int count, IntFunction<String> textOf, FileChannel scratch) throws IOException {
        try (BandKeys bands = new BandKeys(scratch, BANDS, count)) {
            for (int i = 0; i < count; i++) {
                bands.add(keys(WordRuns.of(textOf.apply(i), WORDS)));
            }
            TripleCache triples = new TripleCache(textOf);
            for (int band = 0; band < BANDS; band++) {
                Buckets.of(bands.band(band)).forEach(bucket -> joinAlike(groups, bucket, triples));
            }
        }
    }

    private void joinAlike(Groups groups, int[] bucket, TripleCache triples) {
        for (int i = 1; i < bucket.length; i++) {
            for (int j = 0; j < i; j++) {
                int a = bucket[i];
                int b = bucket[j];
                if (!groups.areJoined(a, b) && triples.of(a).similarity(triples.of(b)) >= similarity) {
                    groups.join(a, b);
                }
            }
        }
    }

    private long[] keys(WordRuns triples) {
        long[] minima = new long[seeds.length];
        Arrays.fill(minima, Long.MAX_VALUE);
        triples.hashes().forEach(hash -> {
            for (int i = 0; i < seeds.length; i++) {
                minima[i] = Math.min(minima[i], mix(hash, seeds[i]));
            }
        });
        long[] keys = new long[BANDS];
        for (int band = 0; band < BANDS; band++) {
            long[] rows = Arrays.copyOfRange(minima, band * ROWS, (band + 1) * ROWS);
            keys[band] = mix(Arrays.hashCode(rows), rows[0]);
        }
        return keys;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014): every input bit moves every output bit. */
    private static long mix(long value, long seed) {
        long mixed = value ^ seed;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** The triples of the texts that were asked for last. */
    private static final class TripleCache {
        private final IntFunction<String> textOf;
        private final Map<Integer, WordRuns> kept = new LinkedHashMap<>(64, 0.75f, true);
        private long keptTriples;

        TripleCache(IntFunction<String> textOf) {
            this.textOf = textOf;
        }

        WordRuns of(int text) {
            WordRuns known = kept.get(text);
            if (known != null) {
                return known;
            }
            WordRuns triples = WordRuns.of(textOf.apply(text), WORDS);
            kept.put(text, triples);
            keptTriples += triples.size();
            while (keptTriples > CACHED_TRIPLES && kept.size() > 2) {
                Integer eldest = kept.keySet().iterator().next();
                keptTriples -= kept.remove(eldest).size();
            }
            return triples;
        }
    }
}
