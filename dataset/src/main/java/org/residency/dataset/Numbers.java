package org.residency.dataset;

import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;

/** Sorting of numbers by what they stand for; a merge sort, stable, with as much room again as they take. */
final class Numbers {

    private Numbers() {}

    static int[] upTo(int count) {
        return IntStream.range(0, count).toArray();
    }

    /** @param order negative where its first argument comes first */
    static void sort(int[] numbers, IntBinaryOperator order) {
        int[] from = numbers;
        int[] to = new int[numbers.length];
        for (int width = 1; width < numbers.length; width *= 2) {
            for (int start = 0; start < numbers.length; start += 2 * width) {
                int middle = Math.min(start + width, numbers.length);
                merge(from, to, start, middle, Math.min(middle + width, numbers.length), order);
            }
            int[] sorted = to;
            to = from;
            from = sorted;
        }
        if (from != numbers) {
            System.arraycopy(from, 0, numbers, 0, numbers.length);
        }
    }

    private static void merge(int[] from, int[] to, int start, int middle, int end, IntBinaryOperator order) {
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takeLeft = right == end || (left < middle && order.applyAsInt(from[left], from[right]) <= 0);
            to[i] = takeLeft ? from[left++] : from[right++];
        }
    }
}
