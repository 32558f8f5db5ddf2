package org.residency.scoring;

import java.util.List;
import java.util.Optional;

/**
 * What the optimizer never sees: how much of what matters the reasoning names. Where the dataset does not say what
 * matters, how little the completions repeat themselves.
 */
public final class HiddenMetric {

    private static final int WORDS = 2;

    private final Metric metric;
    private double sum;
    private int count;

    /** @param cuesKnown whether any case of the dataset says what matters */
    public HiddenMetric(boolean cuesKnown) {
        this.metric = cuesKnown ? new CueCoverage() : new DistinctN(WORDS);
    }

    /**
     * Measures one more completion.
     *
     * @param cues of its case
     */
    public void add(String completion, List<String> cues, int tokenCount) {
        metric.measure(MetricInput.of(completion, ThinkTag.IN_PROMPT, Optional.empty(), cues, tokenCount))
                .ifPresent(value -> {
                    sum += value;
                    count++;
                });
    }

    /** 0 to 1; the best there is where nothing could be measured, for that is no sign of harm. */
    public double mean() {
        return count == 0 ? 1 : sum / count;
    }
}
