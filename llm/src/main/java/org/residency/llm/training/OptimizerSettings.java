package org.residency.llm.training;

/**
 * AdamW with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101) and clipping of the global norm.
 *
 * @param maxGradientNorm gradients are scaled down to this global norm; infinite for no clipping
 * @param eightBit whether the moments are held in 8 bit (Dettmers et al., arXiv 2110.02861) in place of float32
 */
public record OptimizerSettings(
        double beta1, double beta2, double epsilon, double weightDecay, double maxGradientNorm, boolean eightBit) {
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

    /** With moments in float32. */
    public OptimizerSettings(double beta1, double beta2, double epsilon, double weightDecay, double maxGradientNorm) {
        this(beta1, beta2, epsilon, weightDecay, maxGradientNorm, false);
    }

    /** The defaults of Transformers' Trainer: betas 0.9 and 0.999, epsilon 1e-8, no decay, norm 1. */
    public static OptimizerSettings defaults() {
        return new OptimizerSettings(0.9, 0.999, 1e-8, 0, 1);
    }

    public OptimizerSettings withWeightDecay(double value) {
        return new OptimizerSettings(beta1, beta2, epsilon, value, maxGradientNorm, eightBit);
    }

    public OptimizerSettings withMaxGradientNorm(double value) {
        return new OptimizerSettings(beta1, beta2, epsilon, weightDecay, value, eightBit);
    }

    public OptimizerSettings withBeta2(double value) {
        return new OptimizerSettings(beta1, value, epsilon, weightDecay, maxGradientNorm, eightBit);
    }

    public OptimizerSettings withEightBit(boolean value) {
        return new OptimizerSettings(beta1, beta2, epsilon, weightDecay, maxGradientNorm, value);
    }

    /** The same with what settings call {@code adamw} or {@code adamw-8bit}. */
    public OptimizerSettings named(String name) {
        return switch (name) {
            case "adamw" -> withEightBit(false);
            case "adamw-8bit" -> withEightBit(true);
            default -> throw new IllegalArgumentException("optimizer is '" + name + "', must be adamw or adamw-8bit");
        };
    }

    /** Trainings are told apart by this: with moments in float32 it is what it was before there were others. */
    @Override
    public String toString() {
        return "OptimizerSettings[beta1=" + beta1 + ", beta2=" + beta2 + ", epsilon=" + epsilon + ", weightDecay="
                + weightDecay + ", maxGradientNorm=" + maxGradientNorm + (eightBit ? ", eightBit=true]" : "]");
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is " + value + ", must be 0 or more and below 1");
        }
    }
}
