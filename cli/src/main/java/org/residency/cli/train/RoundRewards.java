package org.residency.cli.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.residency.dataset.ClinicalCase;
import org.residency.llm.grpo.RewardedGroup;
import org.residency.llm.grpo.Rollout;
import org.residency.llm.grpo.RolloutGroup;
import org.residency.llm.tokenizer.Tokenizer;
import org.residency.scoring.CompositeReward;
import org.residency.scoring.HiddenMetric;
import org.residency.scoring.RewardInput;
import org.residency.scoring.RewardValue;
import org.residency.scoring.ThinkTag;

/** The rewards of one round's rollouts, as a run's reward stage gives them, with their means and the hidden metric. */
final class RoundRewards {
    private final Tokenizer tokenizer;
    private final CompositeReward reward;
    private final int tokenLimit;
    private final HiddenMetric hidden;
    private final Map<String, Double> parts = new TreeMap<>();
    private int count;

    /** @param cuesKnown whether any case says what matters */
    RoundRewards(Tokenizer tokenizer, GrpoSection settings, boolean cuesKnown) {
        this.tokenizer = tokenizer;
        this.reward = settings.weights().reward();
        this.tokenLimit = settings.maxCompletionTokens();
        this.hidden = new HiddenMetric(cuesKnown);
    }

    RewardedGroup reward(RolloutGroup group, ClinicalCase one) {
        // The full answer stands in where the source has no short form: seldom matched, but never unfair.
        String reference = one.reference().orElse(one.answer());
        List<Double> totals = new ArrayList<>();
        for (Rollout rollout : group.rollouts()) {
            String text = tokenizer.decode(rollout.completion());
            int tokens = rollout.completion().size();
            RewardValue value = reward.reward(RewardInput.of(text, ThinkTag.IN_PROMPT, reference, tokens, tokenLimit));
            totals.add(value.total());
            value.parts().forEach((name, part) -> parts.merge(name, part, Double::sum));
            hidden.add(text, one.cues(), tokens);
            count++;
        }
        return group.withRewards(totals);
    }

    double hiddenMetric() {
        return hidden.mean();
    }

    /** Mean of each part of the reward, by its name. */
    Map<String, Double> means() {
        Map<String, Double> means = new TreeMap<>();
        parts.forEach((name, sum) -> means.put(name, sum / count));
        return means;
    }
}
