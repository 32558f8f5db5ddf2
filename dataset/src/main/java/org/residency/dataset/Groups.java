package org.residency.dataset;

import java.util.stream.IntStream;

/** Disjoint groups of the numbers 0 to n-1 that can be joined (union-find, Tarjan 1975). */
final class Groups {
    private final int[] parent;

    Groups(int count) {
        parent = IntStream.range(0, count).toArray();
    }

    void join(int a, int b) {
        int rootA = first(a);
        int rootB = first(b);
        // The smaller number is the root, so the outcome does not depend on the order of joins.
        parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    }

    boolean areJoined(int a, int b) {
        return first(a) == first(b);
    }

    /** The smallest number of a number's group. */
    int first(int number) {
        int root = number;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }
}
