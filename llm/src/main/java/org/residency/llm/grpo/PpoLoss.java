package org.residency.llm.grpo;

import java.util.Objects;

/**
 * Proximal policy optimization (Schulman et al., arXiv 1707.06347, equations 7 and 9) with a value head: token by token
 * advantages, the divergence from the reference taken off each token's reward, a mean over all tokens of the step, and the
 * value clipped as the policy is.
 *
 * @param clip how far a ratio may go from 1
 * @param rewardBeta weight of the divergence within the rewards
 */
public record PpoLoss(double clip, double rewardBeta, ValueTerms terms) implements PolicyLoss {
    static final String NAME = "ppo";

    public PpoLoss {
        PolicyLoss.require(clip, clip, rewardBeta);
        Objects.requireNonNull(terms, "terms");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public double weight(int completionTokens, StepSize step) {
        return 1.0 / step.tokens();
    }

    @Override
    public double clipLow() {
        return clip;
    }

    @Override
    public double clipHigh() {
        return clip;
    }

    /** Nothing beside the objective: the divergence is in the rewards. */
    @Override
    public double beta() {
        return 0;
    }
}
