package org.residency.scoring;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The weighted sum of several rewards, which keeps each part's value for the curves. */
public final class CompositeReward {
    private final List<WeightedReward> parts;

    /**
     * A sum of these parts.
     *
     * @throws IllegalArgumentException when there are none or two have one name
     */
    public CompositeReward(List<WeightedReward> parts) {
        this.parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("no rewards, expected at least one");
        }
        Set<String> names = new HashSet<>();
        for (WeightedReward part : parts) {
            if (!names.add(part.reward().name())) {
                throw new IllegalArgumentException(
                        "two rewards are named " + part.reward().name());
            }
        }
    }

    /** Correctness 1, format 0.2, length and repetition penalties 0.2 each. */
    public static CompositeReward standard(AnswerMatcher matcher) {
        return new CompositeReward(List.of(
                new WeightedReward(new CorrectnessReward(matcher), 1),
                new WeightedReward(new FormatReward(), 0.2),
                new WeightedReward(new LengthPenalty(), 0.2),
                new WeightedReward(new RepetitionPenalty(), 0.2)));
    }

    /** The sum and its parts. */
    public RewardValue reward(RewardInput input) {
        Map<String, Double> values = new LinkedHashMap<>();
        double total = 0;
        for (WeightedReward part : parts) {
            double value = part.reward().reward(input);
            values.put(part.reward().name(), value);
            total += part.weight() * value;
        }
        return new RewardValue(total, values);
    }
}
