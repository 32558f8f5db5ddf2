package org.residency.llm.grpo;

import java.util.List;
import java.util.Objects;

/**
 * Trust region policy optimization (Schulman et al., arXiv 1502.05477, equation 14) with a group's standardised rewards for
 * advantages: ratios are not clipped, for the step itself is bounded.
 *
 * @param beta weight of the KL term to the reference (the adapter switched off)
 */
public record TrpoLoss(double beta, TrustRegion region) implements GroupRelativeLoss {
    static final String NAME = "trpo";

    /** As good as none, and still a float32. */
    private static final double UNBOUNDED = 1e30;

    public TrpoLoss {
        PolicyLoss.require(0.5, 0.5, beta);
        Objects.requireNonNull(region, "region");
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
    public double clipLow() {
        return 1;
    }

    @Override
    public double clipHigh() {
        return UNBOUNDED;
    }
}
