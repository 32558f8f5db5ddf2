package org.residency.llm.grpo;

import java.util.Map;

/**
 * What one update did; means are over the update's optimizer steps or completion tokens as said.
 *
 * @param loss mean loss of the steps
 * @param kl mean k3 estimate of KL(policy, reference) a token
 * @param clipFraction share of tokens whose ratio was clipped
 * @param entropy mean entropy of the policy a token, in nats
 * @param completionTokens mean length of a completion
 * @param endedShare share of rollouts that ended by themselves
 * @param zeroVarianceGroups groups whose rewards were all alike: they teach nothing but the KL term
 * @param samplerMismatch mean absolute difference of the sampler's and the trainer's log-probability a token, before the
 *     first step
 * @param setbacks how often a fault led back to the last good step
 * @param measured what the loss measures beside these, by name, means over the steps
 */
public record GrpoMetrics(
        int steps,
        double loss,
        double kl,
        double clipFraction,
        double entropy,
        double gradientNorm,
        double completionTokens,
        double endedShare,
        double rewardMean,
        double rewardStandardDeviation,
        int groups,
        int zeroVarianceGroups,
        double samplerMismatch,
        int setbacks,
        Map<String, Double> measured) {
    public GrpoMetrics {
        measured = Map.copyOf(measured);
    }
}
