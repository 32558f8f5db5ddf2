package org.residency.llm.grpo;

import java.util.List;

/**
 * DAPO (Yu et al., arXiv 2503.14476, equation 8): a higher ceiling than floor for ratios, a mean over all tokens of the
 * step, and groups whose rewards are all alike left out.
 *
 * @param clipLow how far a ratio may fall below 1; the paper's is 0.2
 * @param clipHigh how far it may rise above 1; the paper's is 0.28
 * @param beta weight of the KL term; the paper has none
 */
public record DapoLoss(double clipLow, double clipHigh, double beta) implements GroupRelativeLoss {
    static final String NAME = "dapo";

    public DapoLoss {
        PolicyLoss.require(clipLow, clipHigh, beta);
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
        return 1.0 / step.tokens();
    }

    @Override
    public boolean leavesOutEqualGroups() {
        return true;
    }
}
