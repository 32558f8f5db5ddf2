package org.residency.llm.grpo;

import java.util.ArrayList;
import java.util.List;

/**
 * REINFORCE leave-one-out (Ahmadian et al., arXiv 2402.14740): a rollout's advantage is its reward less the mean of the
 * others', the divergence from the reference is taken off the reward, and ratios are of whole completions.
 *
 * @param rewardBeta weight of the divergence within the reward
 */
public record RlooLoss(double clip, double rewardBeta) implements GroupRelativeLoss {
    static final String NAME = "rloo";

    public RlooLoss {
        PolicyLoss.require(clip, clip, rewardBeta);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Double> advantages(List<Double> rewards, List<Double> divergences) {
        List<Double> kept = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < rewards.size(); i++) {
            kept.add(rewards.get(i) - rewardBeta * divergences.get(i));
            sum += kept.get(i);
        }
        double total = sum;
        int others = rewards.size() - 1;
        return kept.stream()
                .map(reward -> others == 0 ? 0.0 : reward - (total - reward) / others)
                .toList();
    }

    /** A completion's tokens share its weight, since its ratio is one. */
    @Override
    public double weight(int completionTokens, StepSize step) {
        return 1.0 / ((double) step.rollouts() * completionTokens);
    }

    @Override
    public double clipLow() {
        return clip;
    }

    @Override
    public double clipHigh() {
        return clip;
    }

    /** Nothing beside the objective: the divergence is in the reward. */
    @Override
    public double beta() {
        return 0;
    }

    @Override
    public boolean wholeSequences() {
        return true;
    }
}
