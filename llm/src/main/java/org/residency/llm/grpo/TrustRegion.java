package org.residency.llm.grpo;

/**
 * How far a step may take a policy, and how its direction is found.
 *
 * @param maxKl most nats a token that the policy after a step may be from the one before it, above 0
 * @param conjugateSteps steps of conjugate gradient, each of two passes over the rollouts; 1 or more
 * @param damping added to the Fisher matrix's diagonal, 0 or more
 */
public record TrustRegion(double maxKl, int conjugateSteps, double damping) {
    public TrustRegion {
        if (!(maxKl > 0 && maxKl < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("maxKl is " + maxKl + ", must be above 0");
        }
        if (conjugateSteps < 1) {
            throw new IllegalArgumentException("conjugateSteps is " + conjugateSteps + ", must be 1 or more");
        }
        if (!(damping >= 0 && damping < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("damping is " + damping + ", must be 0 or more");
        }
    }

    /** 0.01 nats, 10 steps, damping 0.1. */
    public static TrustRegion defaults() {
        return new TrustRegion(0.01, 10, 0.1);
    }
}
