package org.residency.scoring;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** Intervals of a proportion by Wilson's method (1927), which keeps to 0..1 and holds for few cases. */
public final class WilsonInterval {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private WilsonInterval() {}

    /**
     * The interval of {@code successes} out of {@code count}.
     *
     * @throws IllegalArgumentException when count is below 1, successes outside 0..count, or level outside 0..1
     */
    public static Interval of(int successes, int count, double level) {
        Interval.refuseLevel(level);
        if (count < 1 || successes < 0 || successes > count) {
            throw new IllegalArgumentException("successes are " + successes + " of " + count
                    + ", expected 0 <= successes <= count and at least one case");
        }
        double z = quantile(level);
        double p = successes / (double) count;
        double centre = (p + z * z / (2 * count)) / (1 + z * z / count);
        double half = z / (1 + z * z / count) * Math.sqrt(p * (1 - p) / count + z * z / (4.0 * count * count));
        // Rounding must not push the ends past the estimate where it is 0 or 1.
        return new Interval(p, Math.max(0, Math.min(p, centre - half)), Math.min(1, Math.max(p, centre + half)), level);
    }

    static double quantile(double level) {
        return NORMAL.inverseCumulativeProbability(0.5 + level / 2);
    }
}
