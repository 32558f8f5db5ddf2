package org.residency.cli.learning;

import java.util.List;
import org.residency.llm.LanguageModel;
import org.residency.llm.grpo.RewardedGroup;
import org.residency.llm.grpo.Rollout;
import org.residency.llm.grpo.RolloutGroup;
import org.residency.scoring.AnswerMatcher;
import org.residency.scoring.CompositeReward;
import org.residency.scoring.CorrectnessReward;
import org.residency.scoring.FormatReward;
import org.residency.scoring.LengthPenalty;
import org.residency.scoring.RepetitionPenalty;
import org.residency.scoring.RewardInput;
import org.residency.scoring.ThinkTag;
import org.residency.scoring.WeightedReward;

/** Rewards rollouts with the weights of the settings. */
final class Rewarding {
    private final LanguageModel model;
    private final int tokenLimit;
    private final CompositeReward reward;

    Rewarding(LanguageModel model, LearningSettings.Grpo settings) {
        this.model = model;
        this.tokenLimit = settings.maxCompletionTokens();
        this.reward = new CompositeReward(List.of(
                new WeightedReward(new CorrectnessReward(new AnswerMatcher()), settings.correctnessWeight()),
                new WeightedReward(new FormatReward(), settings.formatWeight()),
                new WeightedReward(new LengthPenalty(), settings.lengthWeight()),
                new WeightedReward(new RepetitionPenalty(), settings.repetitionWeight())));
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
