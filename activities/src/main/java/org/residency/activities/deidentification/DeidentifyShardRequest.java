package org.residency.activities.deidentification;

import java.util.Objects;
import org.residency.activities.RunId;
import org.residency.artifacts.Shard;

/** One raw shard to de-identify. */
public record DeidentifyShardRequest(RunId run, Shard rawShard, DeidentificationSettings settings) {

    public DeidentifyShardRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(rawShard, "rawShard");
        Objects.requireNonNull(settings, "settings");
    }
}
