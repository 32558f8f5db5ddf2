package org.residency.activities.grpo;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one round's update measured, each the mean over its minibatches.
 *
 * @param kl k3 estimate of the divergence from the frozen reference, nats a token
 * @param clipFraction share of tokens whose ratio was clipped
 * @param entropy of the policy, nats a token
 * @param completionLength tokens
 * @param zeroVarianceGroups groups whose rollouts all had the same reward: they teach nothing, and are left out of the
 *     update where others are sampled in their place
 * @param resampledGroups groups sampled in the place of such
 * @param setbacks how often a fault led back to the last good step
 * @param measured what the loss measures beside these, by name, means over the steps
 * @param samplerMismatch mean absolute difference of sampler's and trainer's log-probability, nats a token
 */
public record RoundMetrics(
        double loss,
        double kl,
        double clipFraction,
        double entropy,
        double completionLength,
        int zeroVarianceGroups,
        double samplerMismatch,
        double learningRate,
        int resampledGroups,
        int setbacks,
        Map<String, Double> measured) {

    public RoundMetrics {
        measured = measured == null ? Map.of() : new TreeMap<>(measured);
    }
}
