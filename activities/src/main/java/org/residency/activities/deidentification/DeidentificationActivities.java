package org.residency.activities.deidentification;

import io.temporal.activity.ActivityInterface;
import org.residency.artifacts.Dataset;

/** Takes the patient out of the notes. CPU queue. */
@ActivityInterface
public interface DeidentificationActivities {

    /** De-identifies one raw shard. Idempotent: surrogates are keyed, so the same shard gives the same bytes. */
    DeidentifiedShard deidentifyShard(DeidentifyShardRequest request);

    /** Looks at one de-identified shard with a second detector. Its report holds counts and offsets, never text. */
    ShardAudit auditShard(AuditShardRequest request);

    /** Writes the index of the audited shards: the dataset exists from then on. */
    Dataset publishDataset(PublishDatasetRequest request);
}
