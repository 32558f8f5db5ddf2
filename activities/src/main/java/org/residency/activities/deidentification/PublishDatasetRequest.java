package org.residency.activities.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.residency.activities.RunId;
import org.residency.activities.ingest.IngestCounts;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Shard;

/**
 * The audited shards that make the dataset.
 *
 * @param shards without the quarantined cases
 * @param audits the report of each, in the same order; an older version gave none
 * @param settings by which they were de-identified and audited
 * @param ingest what became of the source's rows, for the statistics; an older version gave none
 * @param replacedByClass class of identifier to how many were replaced, for the statistics
 */
public record PublishDatasetRequest(
        RunId run,
        List<Shard> shards,
        List<ArtifactRef> audits,
        DeidentificationSettings settings,
        Optional<IngestCounts> ingest,
        Map<String, Integer> replacedByClass) {

    public PublishDatasetRequest {
        Objects.requireNonNull(run, "run");
        shards = List.copyOf(shards);
        audits = audits == null ? List.of() : List.copyOf(audits);
        settings = settings == null ? DeidentificationSettings.defaults() : settings;
        ingest = ingest == null ? Optional.empty() : ingest;
        replacedByClass = replacedByClass == null ? Map.of() : new TreeMap<>(replacedByClass);
        if (!audits.isEmpty() && audits.size() != shards.size()) {
            throw new IllegalArgumentException(
                    "audits: found " + audits.size() + ", expected " + shards.size() + ", one for each shard");
        }
    }
}
