package org.residency.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How lengths are spread.
 *
 * @param width how much longer the next bar's texts are
 * @param counts texts a bar, the first from 0 to {@code width}, its upper end not in it
 */
public record Histogram(int width, List<Integer> counts, int least, int median, int ninetyFifth, int most) {

    private static final int BARS = 24;
    private static final List<Integer> STEPS = List.of(1, 2, 5);

    public Histogram {
        counts = List.copyOf(counts);
    }

    /** Of these lengths, in at most {@value #BARS} bars of a round width. */
    static Histogram of(int[] lengths) {
        if (lengths.length == 0) {
            return new Histogram(1, List.of(), 0, 0, 0, 0);
        }
        int[] sorted = lengths.clone();
        Arrays.sort(sorted);
        int most = sorted[sorted.length - 1];
        int width = widthFor(most);
        Integer[] counts = new Integer[most / width + 1];
        Arrays.fill(counts, 0);
        for (int length : sorted) {
            counts[length / width]++;
        }
        return new Histogram(
                width, new ArrayList<>(Arrays.asList(counts)), sorted[0], at(sorted, 0.5), at(sorted, 0.95), most);
    }

    private static int at(int[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
    }

    private static int widthFor(int most) {
        int scale = 1;
        while (true) {
            for (int step : STEPS) {
                if (most / (step * scale) < BARS) {
                    return step * scale;
                }
            }
            scale *= 10;
        }
    }
}
