package org.residency.activities.grpo;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.RolloutBatch;

/**
 * @param rollouts what was rewarded
 * @param rewards JSONL, one group a line in the order of the rollouts: {@code case}, {@code rewards} and
 *     {@code parts}
 * @param meanReward over all completions
 * @param meanByPart name of the reward's part to its mean
 * @param hiddenMetric a measurement the optimizer never sees, 0 to 1
 * @param equalGroups groups whose completions all had the same reward
 */
public record RewardedRollouts(
        RolloutBatch rollouts,
        ArtifactRef rewards,
        double meanReward,
        Map<String, Double> meanByPart,
        double hiddenMetric,
        int equalGroups) {

    public RewardedRollouts {
        Objects.requireNonNull(rollouts, "rollouts");
        Objects.requireNonNull(rewards, "rewards");
        meanByPart = new TreeMap<>(meanByPart);
    }
}
