package org.residency.activities.evaluation;

import java.util.Objects;

/**
 * A measurement with its 95 % interval.
 *
 * @param name one of the constants
 * @param count on how many cases
 */
public record Metric(String name, double value, double low, double high, int count) {

    /** Share of cases whose greedy answer is the reference. */
    public static final String EXACT_MATCH = "exact-match";

    /** Share of answers, sampled as served, that are the reference. */
    public static final String SAMPLED_EXACT_MATCH = "sampled-exact-match";

    /** Overlap of the greedy answer's and the reference's words. */
    public static final String TOKEN_F1 = "token-f1";

    /** Share of greedy completions with closed reasoning and one answer. */
    public static final String FORMAT_RATE = "format-rate";

    /** Share of the findings that matter which the greedy reasoning names. */
    public static final String CUE_COVERAGE = "cue-coverage";

    public Metric {
        Objects.requireNonNull(name, "name");
    }
}
