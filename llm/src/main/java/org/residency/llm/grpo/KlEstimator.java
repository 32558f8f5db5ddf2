package org.residency.llm.grpo;

import java.util.Arrays;
import java.util.Locale;

/** Estimates of KL(policy, reference) from sampled tokens (Schulman, "Approximating KL divergence", 2020). */
public enum KlEstimator {
    /** log(policy / reference): unbiased, may be negative, and its gradient is zero in expectation. */
    K1(1),
    /** Half the square of that log: low variance, biased. */
    K2(2),
    /** reference / policy - 1 - log(reference / policy): unbiased and never negative. */
    K3(3);

    private final int code;

    KlEstimator(int code) {
        this.code = code;
    }

    /**
     * The estimate at one token.
     *
     * @param policy log-probability
     * @param reference log-probability
     */
    double of(double policy, double reference) {
        double apart = reference - policy;
        return switch (this) {
            case K1 -> -apart;
            case K2 -> apart * apart / 2;
            case K3 -> Math.exp(apart) - apart - 1;
        };
    }

    /** The number that the kernels know it by. */
    int code() {
        return code;
    }

    /** The estimator that settings call {@code k1}, {@code k2} or {@code k3}. */
    public static KlEstimator named(String name) {
        return Arrays.stream(values())
                .filter(estimator -> estimator.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("klEstimator is '" + name + "', must be one of [k1, k2, k3]"));
    }
}
