package org.residency.llm.training;

/**
 * AdamW with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101) and clipping of the global norm.
 *
 * @param maxGradientNorm gradients are scaled down to this global norm; infinite for no clipping
 */
public record OptimizerSettings(
        double beta1, double beta2, double epsilon, double weightDecay, double maxGradientNorm) {
    public OptimizerSettings {
        requireShare("beta1", beta1);
        requireShare("beta2", beta2);
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("epsilon is " + epsilon + ", must be above 0");
        }
        if (!(weightDecay >= 0)) {
            throw new IllegalArgumentException("weightDecay is " + weightDecay + ", must be 0 or more");
        }
        if (!(maxGradientNorm > 0)) {
            throw new IllegalArgumentException("maxGradientNorm is " + maxGradientNorm + ", must be above 0");
        }
    }

    /** The defaults of Transformers' Trainer: betas 0.9 and 0.999, epsilon 1e-8, no decay, norm 1. */
    public static OptimizerSettings defaults() {
        return new OptimizerSettings(0.9, 0.999, 1e-8, 0, 1);
    }

    public OptimizerSettings withWeightDecay(double value) {
        return new OptimizerSettings(beta1, beta2, epsilon, value, maxGradientNorm);
    }

    public OptimizerSettings withMaxGradientNorm(double value) {
        return new OptimizerSettings(beta1, beta2, epsilon, weightDecay, value);
    }

    public OptimizerSettings withBeta2(double value) {
        return new OptimizerSettings(beta1, value, epsilon, weightDecay, maxGradientNorm);
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is " + value + ", must be 0 or more and below 1");
        }
    }
}
