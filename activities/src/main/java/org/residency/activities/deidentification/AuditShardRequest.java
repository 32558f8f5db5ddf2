package org.residency.activities.deidentification;

import java.util.Objects;
import org.residency.activities.RunId;
import org.residency.artifacts.Shard;

/**
 * @param rawShard where the values that must not survive were found
 */
public record AuditShardRequest(RunId run, Shard rawShard, DeidentifiedShard deidentified) {

    public AuditShardRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(rawShard, "rawShard");
        Objects.requireNonNull(deidentified, "deidentified");
    }
}
