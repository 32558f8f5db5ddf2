package org.residency.dataset;

import java.util.Arrays;
import java.util.function.Consumer;

/** The numbers that share a key. */
final class Buckets {

    private final long[] keys;
    private final int[] ends;
    private final int[] members;

    private Buckets(long[] keys, int[] ends, int[] members) {
        this.keys = keys;
        this.ends = ends;
        this.members = members;
    }

    /**
     * Groups positions by their key; a key that only one has is left out.
     *
     * @param keyOf the key of each position
     */
    static Buckets of(long[] keyOf) {
        long[] sorted = keyOf.clone();
        Arrays.sort(sorted);
        int shared = 0;
        for (int i = 1; i < sorted.length; i++) {
            // Shared keys move to the front, each once; what they overwrite was looked at.
            if (sorted[i] == sorted[i - 1] && (shared == 0 || sorted[shared - 1] != sorted[i])) {
                long key = sorted[i];
                sorted[shared++] = key;
            }
        }
        long[] keys = Arrays.copyOf(sorted, shared);
        int[] ends = new int[shared];
        for (long key : keyOf) {
            int bucket = Arrays.binarySearch(keys, key);
            if (bucket >= 0) {
                ends[bucket]++;
            }
        }
        int total = 0;
        for (int bucket = 0; bucket < shared; bucket++) {
            int start = total;
            total += ends[bucket];
            ends[bucket] = start;
        }
        int[] members = new int[total];
        for (int i = 0; i < keyOf.length; i++) {
            int bucket = Arrays.binarySearch(keys, keyOf[i]);
            if (bucket >= 0) {
                members[ends[bucket]++] = i;
            }
        }
        return new Buckets(keys, ends, members);
    }

    /** Hands on each bucket's numbers, ascending. */
    void forEach(Consumer<int[]> consumer) {
        for (int bucket = 0; bucket < keys.length; bucket++) {
            consumer.accept(Arrays.copyOfRange(members, bucket == 0 ? 0 : ends[bucket - 1], ends[bucket]));
        }
    }
}
