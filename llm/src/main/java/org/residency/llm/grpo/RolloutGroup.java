package org.residency.llm.grpo;

import java.util.List;
import java.util.Objects;
import org.residency.llm.tokenizer.TokenIds;

/**
 * The rollouts of one prompt.
 *
 * @param promptId the caller's name for the prompt
 */
public record RolloutGroup(String promptId, TokenIds prompt, List<Rollout> rollouts) {
    public RolloutGroup {
        Objects.requireNonNull(promptId, "promptId");
        Objects.requireNonNull(prompt, "prompt");
        rollouts = List.copyOf(rollouts);
        if (rollouts.isEmpty()) {
            throw new IllegalArgumentException("group " + promptId + " has no rollouts");
        }
    }

    /** The same group with a reward for each rollout, in their order. */
    public RewardedGroup withRewards(List<Double> rewards) {
        return new RewardedGroup(this, rewards);
    }
}
