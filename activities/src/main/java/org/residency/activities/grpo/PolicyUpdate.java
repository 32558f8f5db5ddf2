package org.residency.activities.grpo;

import java.util.Objects;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.Checkpoint;

/** The adapter after a round, and the optimizer's state to go on from. */
public record PolicyUpdate(Adapter adapter, Checkpoint optimizerState, RoundMetrics metrics) {

    public PolicyUpdate {
        Objects.requireNonNull(adapter, "adapter");
        Objects.requireNonNull(optimizerState, "optimizerState");
        Objects.requireNonNull(metrics, "metrics");
    }
}
