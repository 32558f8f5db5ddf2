package org.residency.activities.grpo;

import java.util.Objects;
import org.residency.activities.RunId;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.RolloutBatch;

/** Rollouts, and the dataset that holds the references they are rewarded against. */
public record RewardRolloutsRequest(
        RunId run, int round, int part, RolloutBatch rollouts, Dataset dataset, GrpoSettings settings) {

    public RewardRolloutsRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(rollouts, "rollouts");
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(settings, "settings");
    }
}
