package org.residency.scoring;

import java.util.OptionalDouble;

/** Tokens in the completion. */
public final class CompletionLength implements Metric {
    @Override
    public String name() {
        return "completion-length";
    }

    @Override
    public OptionalDouble measure(MetricInput input) {
        return OptionalDouble.of(input.tokenCount());
    }
}
