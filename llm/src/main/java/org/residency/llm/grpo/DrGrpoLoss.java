package org.residency.llm.grpo;

import java.util.List;

/**
 * Dr. GRPO (Liu et al., arXiv 2503.20783): GRPO without its two biases. Rewards are centred but not divided by their
 * deviation, and every token weighs the same however long its completion is.
 *
 * @param maxTokens the longest completion asked for, by which sums over tokens are divided
 */
public record DrGrpoLoss(double clip, double beta, int maxTokens) implements GroupRelativeLoss {
    static final String NAME = "dr-grpo";

    public DrGrpoLoss {
        PolicyLoss.require(clip, clip, beta);
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens is " + maxTokens + ", must be 1 or more");
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Double> advantages(List<Double> rewards, List<Double> divergences) {
        double mean =
                rewards.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        return rewards.stream().map(reward -> reward - mean).toList();
    }

    @Override
    public double weight(int completionTokens, StepSize step) {
        return 1.0 / ((double) step.rollouts() * maxTokens);
    }

    @Override
    public double clipLow() {
        return clip;
    }

    @Override
    public double clipHigh() {
        return clip;
    }
}
