package org.residency.cli.learning;

import org.residency.llm.LanguageModel;
import org.residency.llm.grpo.RewardedGroup;
import org.residency.llm.grpo.Rollout;
import org.residency.llm.grpo.RolloutGroup;
import org.residency.scoring.CompositeReward;
import org.residency.scoring.RewardInput;
import org.residency.scoring.RewardWeights;
import org.residency.scoring.ThinkTag;

/** Rewards rollouts with the weights of the settings. */
final class Rewarding {
    private final LanguageModel model;
    private final int tokenLimit;
    private final CompositeReward reward;

    Rewarding(LanguageModel model, LearningSettings.Grpo settings) {
        this.model = model;
        this.tokenLimit = settings.maxCompletionTokens();
        this.reward = new RewardWeights(
                        settings.correctnessWeight(),
                        settings.formatWeight(),
                        settings.lengthWeight(),
                        settings.repetitionWeight())
                .reward();
    }

    RewardedGroup reward(RolloutGroup group, String reference) {
        return group.withRewards(group.rollouts().stream()
                .map(rollout -> reward(rollout, reference))
                .toList());
    }

    private double reward(Rollout rollout, String reference) {
        return reward.reward(RewardInput.of(
                        model.tokenizer().decode(rollout.completion()),
                        ThinkTag.IN_PROMPT,
                        reference,
                        rollout.completion().size(),
                        tokenLimit))
                .total();
    }
}
