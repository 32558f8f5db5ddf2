package org.residency.activities.ingest;

import io.temporal.activity.ActivityInterface;

/** Reads what the run was given. CPU queue. */
@ActivityInterface
public interface IngestActivities {

    /**
     * Reads the source, keeps or drops each row with a counted reason, splits by patient and near-duplicate cluster, and
     * writes raw shards. Idempotent: the same source and settings give the same shards under the same keys.
     */
    IngestedDataset ingestDataset(IngestRequest request);
}
