package org.residency.activities.evaluation;

import java.util.Objects;

/**
 * Candidate less other on the same cases, with its 95 % interval.
 *
 * @param metric the metric's name
 */
public record PairedDifference(ModelRole other, String metric, double value, double low, double high) {

    public PairedDifference {
        Objects.requireNonNull(other, "other");
        Objects.requireNonNull(metric, "metric");
    }
}
