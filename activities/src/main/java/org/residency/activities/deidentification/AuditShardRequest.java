package org.residency.activities.deidentification;

import java.util.Objects;
import org.residency.activities.RunId;
import org.residency.artifacts.Shard;

/**
 * @param rawShard where the values that must not survive were found
 * @param settings with which it was de-identified
 */
public record AuditShardRequest(
        RunId run, Shard rawShard, DeidentifiedShard deidentified, DeidentificationSettings settings) {

    public AuditShardRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(rawShard, "rawShard");
        Objects.requireNonNull(deidentified, "deidentified");
        Objects.requireNonNull(settings, "settings");
    }
}
