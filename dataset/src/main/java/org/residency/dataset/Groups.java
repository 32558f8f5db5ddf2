package org.residency.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Disjoint groups of the numbers 0 to n-1 that can be joined (union-find, Tarjan 1975). */
final class Groups {
    private final int[] parent;

    Groups(int count) {
        parent = IntStream.range(0, count).toArray();
    }

    void join(int a, int b) {
        int rootA = rootOf(a);
        int rootB = rootOf(b);
        // The smaller number is the root, so the outcome does not depend on the order of joins.
        parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    }

    boolean areJoined(int a, int b) {
        return rootOf(a) == rootOf(b);
    }

    /** The groups in the order of their smallest members, each in ascending order. */
    List<List<Integer>> all() {
        Map<Integer, List<Integer>> byRoot = new TreeMap<>();
        for (int i = 0; i < parent.length; i++) {
            byRoot.computeIfAbsent(rootOf(i), root -> new ArrayList<>()).add(i);
        }
        return List.copyOf(byRoot.values());
    }

    private int rootOf(int i) {
        int root = i;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }
}
