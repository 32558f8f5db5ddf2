package org.residency.llm.grpo;

import java.util.List;
import java.util.Objects;

/** A group and the reward of each of its rollouts, in their order. */
public record RewardedGroup(RolloutGroup group, List<Double> rewards) {
    /** Whether its rewards are all alike, so that no rollout of it is better than another. */
    public boolean isEqual() {
        return GroupAdvantage.of(rewards).isZero();
    }

    public RewardedGroup {
        Objects.requireNonNull(group, "group");
        rewards = List.copyOf(rewards);
        if (rewards.size() != group.rollouts().size()) {
            throw new IllegalArgumentException("group %s has %d rollouts but %d rewards"
                    .formatted(group.promptId(), group.rollouts().size(), rewards.size()));
        }
        for (double reward : rewards) {
            if (!Double.isFinite(reward)) {
                throw new IllegalArgumentException("group " + group.promptId() + " has the reward " + reward);
            }
        }
    }
}
