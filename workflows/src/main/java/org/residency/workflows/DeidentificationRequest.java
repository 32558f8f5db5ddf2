package org.residency.workflows;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.residency.activities.RunId;
import org.residency.activities.deidentification.DeidentificationSettings;
import org.residency.activities.ingest.IngestCounts;
import org.residency.artifacts.Shard;

/**
 * The raw shards to de-identify.
 *
 * @param ingest what became of the source's rows, for the dataset's statistics; a run of an older version gave none
 */
public record DeidentificationRequest(
        RunId run, List<Shard> rawShards, DeidentificationSettings settings, Optional<IngestCounts> ingest) {

    public DeidentificationRequest {
        Objects.requireNonNull(run, "run");
        rawShards = List.copyOf(rawShards);
        Objects.requireNonNull(settings, "settings");
        ingest = ingest == null ? Optional.empty() : ingest;
    }

    /** The id of the child workflow that does it. */
    public static String workflowId(RunId run) {
        return run + "-deidentification";
    }
}
