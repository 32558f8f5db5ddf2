package org.residency.scoring;

import java.util.List;
import java.util.Optional;

/**
 * What a metric may look at.
 *
 * @param completion the model's text as sampled
 * @param parsed the same, taken apart
 * @param reference the right answer in its short form, where the case has one
 * @param cues findings that good reasoning mentions; empty where the case has none
 * @param tokenCount tokens sampled, the end-of-sequence token included
 */
public record MetricInput(
        String completion, ReasonedAnswer parsed, Optional<String> reference, List<String> cues, int tokenCount) {
    public MetricInput {
        cues = List.copyOf(cues);
        if (tokenCount < 0) {
            throw new IllegalArgumentException("tokenCount is " + tokenCount + ", expected 0 or more");
        }
    }

    /** Takes the completion apart first. */
    public static MetricInput of(
            String completion, ThinkTag thinkTag, Optional<String> reference, List<String> cues, int tokenCount) {
        return new MetricInput(completion, ReasonedAnswer.parse(completion, thinkTag), reference, cues, tokenCount);
    }
}
