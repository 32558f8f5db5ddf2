package org.residency.workflows;

import java.util.List;
import java.util.Objects;
import org.residency.activities.RunId;
import org.residency.activities.deidentification.DeidentificationSettings;
import org.residency.artifacts.Shard;

/** The raw shards to de-identify. */
public record DeidentificationRequest(RunId run, List<Shard> rawShards, DeidentificationSettings settings) {

    public DeidentificationRequest {
        Objects.requireNonNull(run, "run");
        rawShards = List.copyOf(rawShards);
        Objects.requireNonNull(settings, "settings");
    }

    /** The id of the child workflow that does it. */
    public static String workflowId(RunId run) {
        return run + "-deidentification";
    }
}
