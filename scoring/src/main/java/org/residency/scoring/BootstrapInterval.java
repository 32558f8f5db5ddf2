package org.residency.scoring;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Intervals of means by the percentile bootstrap (Efron 1979), for metrics that are not proportions; seeded. */
public final class BootstrapInterval {
    private static final int RESAMPLES = 10_000;

    private BootstrapInterval() {}

    /** The interval of the mean of the values. */
    public static Interval ofMean(double[] values, double level, long seed) {
        Interval.refuseLevel(level);
        if (values.length == 0) {
            throw new IllegalArgumentException("no values, expected at least one");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            for (int j = 0; j < values.length; j++) {
                sum += values[random.nextInt(values.length)];
            }
            means[i] = sum / values.length;
        }
        Arrays.sort(means);
        double mean = Arrays.stream(values).sum() / values.length;
        double low = means[(int) Math.floor((1 - level) / 2 * (RESAMPLES - 1))];
        double high = means[(int) Math.ceil((1 + level) / 2 * (RESAMPLES - 1))];
        return new Interval(mean, Math.min(low, mean), Math.max(high, mean), level);
    }

    /**
     * The interval of the mean of shares in 0..1. Where every case is 0, or every case is 1, resampling knows no spread and
     * would claim certainty: Wilson's interval then says what so many cases allow.
     */
    public static Interval ofShares(double[] values, double level, long seed) {
        if (values.length > 0 && Arrays.stream(values).allMatch(value -> value == values[0])) {
            if (values[0] == 0) {
                return WilsonInterval.of(0, values.length, level);
            }
            if (values[0] == 1) {
                return WilsonInterval.of(values.length, values.length, level);
            }
        }
        return ofMean(values, level, seed);
    }

    /** The interval of the mean difference on the same cases in the same order, candidate less baseline. */
    public static Interval ofDifference(double[] candidate, double[] baseline, double level, long seed) {
        if (candidate.length != baseline.length) {
            throw new IllegalArgumentException("candidate has " + candidate.length + " cases and baseline "
                    + baseline.length + ", expected as many");
        }
        double[] differences = new double[candidate.length];
        Arrays.setAll(differences, i -> candidate[i] - baseline[i]);
        return ofMean(differences, level, seed);
    }
}
