package org.residency.scoring;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Two models on the same cases, right or wrong.
 *
 * @param bothRight cases both get right
 * @param onlyCandidate cases only the candidate gets right
 * @param onlyBaseline cases only the baseline gets right
 * @param bothWrong cases both get wrong
 */
public record PairedOutcomes(int bothRight, int onlyCandidate, int onlyBaseline, int bothWrong) {
    public PairedOutcomes {
        if (bothRight < 0 || onlyCandidate < 0 || onlyBaseline < 0 || bothWrong < 0) {
            throw new IllegalArgumentException("a count is negative, expected 0 or more in each");
        }
        if (bothRight + onlyCandidate + onlyBaseline + bothWrong == 0) {
            throw new IllegalArgumentException("no cases, expected at least one");
        }
    }

    /** Counts pairs; both arrays hold the same cases in the same order, right where 1. */
    public static PairedOutcomes of(double[] candidate, double[] baseline) {
        if (candidate.length != baseline.length) {
            throw new IllegalArgumentException("candidate has " + candidate.length + " cases and baseline "
                    + baseline.length + ", expected as many");
        }
        int[] cells = new int[4];
        for (int i = 0; i < candidate.length; i++) {
            cells[(right(candidate[i]) ? 0 : 2) + (right(baseline[i]) ? 0 : 1)]++;
        }
        return new PairedOutcomes(cells[0], cells[1], cells[2], cells[3]);
    }

    /** Cases in all. */
    public int count() {
        return bothRight + onlyCandidate + onlyBaseline + bothWrong;
    }

    /**
     * The difference of the two proportions right, candidate less baseline, by Newcombe's method 10 for paired data
     * (Statistics in Medicine 17, 1998, 2635-2650): Wilson's limits joined with the correlation of the pairs.
     */
    public Interval difference(double level) {
        int n = count();
        Interval candidate = WilsonInterval.of(bothRight + onlyCandidate, n, level);
        Interval baseline = WilsonInterval.of(bothRight + onlyBaseline, n, level);
        double phi = correlation();
        double difference = (onlyCandidate - onlyBaseline) / (double) n;
        double below = distance(candidate.estimate() - candidate.low(), baseline.high() - baseline.estimate(), phi);
        double above = distance(candidate.high() - candidate.estimate(), baseline.estimate() - baseline.low(), phi);
        return new Interval(difference, difference - below, difference + above, level);
    }

    /** The exact two-sided probability of so uneven a disagreement between equals (McNemar 1947). */
    public double mcNemarProbability() {
        int disagreements = onlyCandidate + onlyBaseline;
        if (disagreements == 0) {
            return 1;
        }
        double tail = BinomialDistribution.of(disagreements, 0.5)
                .cumulativeProbability(Math.min(onlyCandidate, onlyBaseline));
        return Math.min(1, 2 * tail);
    }

    private static double distance(double a, double b, double phi) {
        return Math.sqrt(Math.max(0, a * a - 2 * phi * a * b + b * b));
    }

    /** Newcombe's phi with his continuity correction: a positive cross difference is reduced by half the count. */
    private double correlation() {
        double rows = (bothRight + (double) onlyCandidate) * (onlyBaseline + (double) bothWrong);
        double columns = (bothRight + (double) onlyBaseline) * (onlyCandidate + (double) bothWrong);
        if (rows * columns == 0) {
            return 0;
        }
        double cross = bothRight * (double) bothWrong - onlyCandidate * (double) onlyBaseline;
        double corrected = cross > 0 ? Math.max(cross - count() / 2.0, 0) : cross;
        return corrected / Math.sqrt(rows * columns);
    }

    private static boolean right(double value) {
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException("an outcome is " + value + ", expected 0 or 1");
        }
        return value == 1;
    }
}
