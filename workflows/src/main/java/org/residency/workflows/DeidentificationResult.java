package org.residency.workflows;

import java.util.List;
import java.util.Optional;
import org.residency.activities.deidentification.DeidentifiedShard;
import org.residency.activities.deidentification.ShardAudit;
import org.residency.artifacts.Dataset;

/**
 * What de-identification and its audit came to.
 *
 * @param dataset empty if the audit found more than the settings allow: nothing may use the shards then
 * @param shards in the order of the raw shards
 * @param audits in the order of the raw shards
 */
public record DeidentificationResult(
        Optional<Dataset> dataset, List<DeidentifiedShard> shards, List<ShardAudit> audits) {

    public DeidentificationResult {
        dataset = dataset == null ? Optional.empty() : dataset;
        shards = List.copyOf(shards);
        audits = List.copyOf(audits);
    }

    /** Findings of the audit over all shards. */
    public int findings() {
        return audits.stream().mapToInt(ShardAudit::findingCount).sum();
    }
}
