package org.residency.scoring;

import java.util.OptionalDouble;

/** Distinct runs of n words over all of them (Li et al. 2016): falls when a model repeats itself. */
public final class DistinctN implements Metric {
    private final int n;

    public DistinctN(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("n is " + n + ", expected at least 1");
        }
        this.n = n;
    }

    @Override
    public String name() {
        return "distinct-" + n;
    }

    @Override
    public OptionalDouble measure(MetricInput input) {
        return OptionalDouble.of(WordRuns.of(input.completion(), n).distinctShare());
    }
}
