package org.residency.worker.cpu.grpo;

import java.util.List;
import java.util.Optional;
import org.residency.dataset.ClinicalCase;
import org.residency.scoring.CueCoverage;
import org.residency.scoring.DistinctN;
import org.residency.scoring.Metric;
import org.residency.scoring.MetricInput;
import org.residency.scoring.ThinkTag;

/**
 * What the optimizer never sees: how much of what matters the reasoning names. Where the dataset does not say what
 * matters, how little the completions repeat themselves.
 */
final class HiddenMetric {

    private static final int WORDS = 2;

    private final Metric metric;
    private double sum;
    private int count;

    /** The metric that this dataset allows. */
    HiddenMetric(List<ClinicalCase> cases) {
        this.metric = cases.stream().anyMatch(one -> !one.cues().isEmpty()) ? new CueCoverage() : new DistinctN(WORDS);
    }

    void add(String completion, ClinicalCase clinicalCase, int tokenCount) {
        metric.measure(MetricInput.of(
                        completion, ThinkTag.IN_PROMPT, Optional.empty(), clinicalCase.cues(), tokenCount))
                .ifPresent(value -> {
                    sum += value;
                    count++;
                });
    }

    /** 0 to 1; the best there is where nothing could be measured, for that is no sign of harm. */
    double mean() {
        return count == 0 ? 1 : sum / count;
    }
}
