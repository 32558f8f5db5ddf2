package org.residency.scoring;

import java.util.List;

/** What each part of a completion's reward counts for; each 0 or more. */
public record RewardWeights(double correctness, double format, double length, double repetition) {
    /** The reward that a run, a command and a measurement all give. */
    public CompositeReward reward() {
        return new CompositeReward(List.of(
                new WeightedReward(new CorrectnessReward(new AnswerMatcher()), correctness),
                new WeightedReward(new FormatReward(), format),
                new WeightedReward(new LengthPenalty(), length),
                new WeightedReward(new RepetitionPenalty(), repetition)));
    }
}
