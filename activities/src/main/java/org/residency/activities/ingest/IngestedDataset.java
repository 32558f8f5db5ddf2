package org.residency.activities.ingest;

import java.util.List;
import java.util.Objects;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Shard;

/**
 * Raw cases: they still say who the patient is, and nothing but de-identification may read them.
 *
 * @param source the file that was read, by digest
 */
public record IngestedDataset(ArtifactRef source, List<Shard> rawShards, IngestCounts counts) {

    public IngestedDataset {
        Objects.requireNonNull(source, "source");
        rawShards = List.copyOf(rawShards);
        Objects.requireNonNull(counts, "counts");
    }
}
