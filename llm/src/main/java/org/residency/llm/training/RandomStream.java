package org.residency.llm.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random numbers that depend on a seed and a place (an epoch, a step) alone, so that a resumed training draws alike. */
public final class RandomStream {
    private RandomStream() {}

    /** The numbers 0 to count - 1 in the order of this place. */
    public static List<Integer> permutation(int count, long seed, long place) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            order.add(i);
        }
        // Random's algorithm is part of its specification, so the order is the same on every JDK.
        Collections.shuffle(order, new Random(key(seed, place)));
        return order;
    }

    /** A seed for this place, 0 or more. */
    public static long key(long seed, long place) {
        long z = seed * 0x9e3779b97f4a7c15L + place + 0x632be59bd9b4e019L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return (z ^ (z >>> 31)) & Long.MAX_VALUE;
    }
}
