package org.residency.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Finds texts that are nearly the same: MinHash (Broder 1997) with banding (Leskovec, Rajaraman and Ullman, Mining of
 * Massive Datasets, 3.4) proposes pairs, the exact Jaccard similarity of their word triples decides. With 32 bands of
 * 4, a pair of similarity 0.8 is missed once in ten million.
 */
final class NearDuplicates {
    private static final int WORDS = 3;
    private static final int BANDS = 32;
    private static final int ROWS = 4;

    private final double similarity;
    private final long[] seeds =
            new SplittableRandom(0x5eed).longs(BANDS * (long) ROWS).toArray();

    NearDuplicates(double similarity) {
        this.similarity = similarity;
    }

    /** Joins the numbers of texts that are at least as similar as asked. */
    void joinIn(Groups groups, List<String> texts) {
        List<WordRuns> triples =
                texts.stream().map(text -> WordRuns.of(text, WORDS)).toList();
        List<long[]> signatures = triples.stream().map(this::signature).toList();
        for (int band = 0; band < BANDS; band++) {
            Map<Long, List<Integer>> buckets = new HashMap<>();
            for (int i = 0; i < texts.size(); i++) {
                long[] rows = Arrays.copyOfRange(signatures.get(i), band * ROWS, (band + 1) * ROWS);
                buckets.computeIfAbsent(mix(Arrays.hashCode(rows), rows[0]), key -> new ArrayList<>())
                        .add(i);
            }
            buckets.values().forEach(bucket -> joinAlike(groups, bucket, triples));
        }
    }

    private void joinAlike(Groups groups, List<Integer> bucket, List<WordRuns> triples) {
        for (int i = 1; i < bucket.size(); i++) {
            for (int j = 0; j < i; j++) {
                int a = bucket.get(i);
                int b = bucket.get(j);
                if (!groups.areJoined(a, b) && triples.get(a).similarity(triples.get(b)) >= similarity) {
                    groups.join(a, b);
                }
            }
        }
    }

    private long[] signature(WordRuns triples) {
        long[] minima = new long[seeds.length];
        Arrays.fill(minima, Long.MAX_VALUE);
        triples.hashes().forEach(hash -> {
            for (int i = 0; i < seeds.length; i++) {
                minima[i] = Math.min(minima[i], mix(hash, seeds[i]));
            }
        });
        return minima;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014): every input bit moves every output bit. */
    private static long mix(long value, long seed) {
        long mixed = value ^ seed;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
