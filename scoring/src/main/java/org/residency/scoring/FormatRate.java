package org.residency.scoring;

import java.util.OptionalDouble;

/** 1 when the completion is well formed, else 0; the mean is the rate. */
public final class FormatRate implements Metric {
    @Override
    public String name() {
        return "format-rate";
    }

    @Override
    public OptionalDouble measure(MetricInput input) {
        return OptionalDouble.of(input.parsed().isWellFormed() ? 1 : 0);
    }
}
