package org.residency.workflows;

import java.util.List;
import java.util.Optional;
import org.residency.activities.deidentification.DeidentificationSettings;
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

    /** Findings in cases that were not quarantined. */
    public int findingsLeft() {
        return audits.stream().mapToInt(ShardAudit::findingsLeft).sum();
    }

    /** Cases that were put aside. */
    public int quarantined() {
        return audits.stream().mapToInt(ShardAudit::quarantined).sum();
    }

    /** Cases that were audited. */
    public int audited() {
        return audits.stream().mapToInt(ShardAudit::caseCount).sum();
    }

    /** Whether a dataset may be made of it. */
    boolean isAllowedBy(DeidentificationSettings settings) {
        return settings.allow(findingsLeft(), quarantined(), audited());
    }
}
