package org.residency.activities.grpo;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.residency.activities.RunId;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.Checkpoint;

/**
 * @param optimizerState where the round before left the optimizer; empty in the first round
 */
public record UpdatePolicyRequest(
        RunId run,
        int round,
        BaseModel baseModel,
        Adapter adapter,
        Optional<Checkpoint> optimizerState,
        List<RewardedRollouts> rewarded,
        GrpoSettings settings) {

    public UpdatePolicyRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(baseModel, "baseModel");
        Objects.requireNonNull(adapter, "adapter");
        optimizerState = optimizerState == null ? Optional.empty() : optimizerState;
        rewarded = List.copyOf(rewarded);
        Objects.requireNonNull(settings, "settings");
    }
}
