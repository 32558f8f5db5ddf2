package org.residency.scoring;

import java.util.OptionalDouble;

/** 1 when the answer is the reference, else 0: the correctness reward as a metric. */
public final class ExactMatch implements Metric {
    private final AnswerMatcher matcher;

    public ExactMatch(AnswerMatcher matcher) {
        this.matcher = matcher;
    }

    @Override
    public String name() {
        return "exact-match";
    }

    @Override
    public OptionalDouble measure(MetricInput input) {
        return input.reference()
                .map(reference ->
                        OptionalDouble.of(matcher.matches(input.parsed().answer(), reference) ? 1 : 0))
                .orElse(OptionalDouble.empty());
    }
}
