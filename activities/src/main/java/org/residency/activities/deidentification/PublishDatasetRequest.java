package org.residency.activities.deidentification;

import java.util.List;
import java.util.Objects;
import org.residency.activities.RunId;
import org.residency.artifacts.Shard;

/** The audited shards that make the dataset. */
public record PublishDatasetRequest(RunId run, List<Shard> shards) {

    public PublishDatasetRequest {
        Objects.requireNonNull(run, "run");
        shards = List.copyOf(shards);
    }
}
