package org.residency.llm.grpo;

import java.util.List;

/**
 * Group relative policy optimization (Shao et al., arXiv 2402.03300, equation 3): rewards standardised in their group, a
 * mean over rollouts of means over tokens.
 *
 * @param clip how far a ratio may go from 1
 * @param beta weight of the KL term to the reference (the adapter switched off)
 */
public record GrpoLoss(double clip, double beta) implements GroupRelativeLoss {
    static final String NAME = "grpo";

    public GrpoLoss {
        PolicyLoss.require(clip, clip, beta);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Double> advantages(List<Double> rewards, List<Double> divergences) {
        return GroupAdvantage.each(rewards);
    }

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
}
