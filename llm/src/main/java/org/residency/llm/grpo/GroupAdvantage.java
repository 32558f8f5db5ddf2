package org.residency.llm.grpo;

import java.util.List;

/** A reward relative to its group: {@code (r - mean) / (standard deviation + 1e-4)}, as TRL has it (n - 1 below). */
public final class GroupAdvantage {
    private static final double EPSILON = 1e-4;

    private final double mean;
    private final double deviation;

    private GroupAdvantage(double mean, double deviation) {
        this.mean = mean;
        this.deviation = deviation;
    }

    public static GroupAdvantage of(List<Double> rewards) {
        if (rewards.isEmpty()) {
            throw new IllegalArgumentException("rewards is empty, must hold at least one");
        }
        double mean = rewards.stream().mapToDouble(Double::doubleValue).sum() / rewards.size();
        double squares = rewards.stream()
                .mapToDouble(reward -> (reward - mean) * (reward - mean))
                .sum();
        return new GroupAdvantage(mean, rewards.size() < 2 ? 0 : Math.sqrt(squares / (rewards.size() - 1)));
    }

    /** The advantage of each reward, in their order. */
    public static List<Double> each(List<Double> rewards) {
        return rewards.stream().map(of(rewards)::of).toList();
    }

    public double of(double reward) {
        return isZero() ? 0 : (reward - mean) / (deviation + EPSILON);
    }

    /** Whether the rewards are all alike, so that no rollout has an advantage. */
    public boolean isZero() {
        return deviation < 1e-9;
    }
}
