package org.residency.scoring;

import java.util.OptionalDouble;

/** A measurement of one completion in an evaluation; a report gives its mean with an interval. Pure. */
public interface Metric {
    /** The name in reports and gate policies, such as {@code exact-match}. */
    String name();

    /** The value, or empty for a case to which the metric does not apply. */
    OptionalDouble measure(MetricInput input);
}
