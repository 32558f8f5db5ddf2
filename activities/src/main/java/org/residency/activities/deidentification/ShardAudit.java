package org.residency.activities.deidentification;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Shard;

/**
 * @param report the {@link org.residency.artifacts.ShardAuditReport}: case, field, class, rule and offsets; never text
 * @param caseCount cases that were audited
 * @param findingsByClass class of identifier to how many the audit found
 * @param quarantined cases that were put aside, because the audit found more in each than is allowed
 * @param quarantinedByClass which of the findings are in those
 * @param remaining the shard without them; empty where none was put aside
 */
public record ShardAudit(
        ArtifactRef report,
        int caseCount,
        Map<String, Integer> findingsByClass,
        int quarantined,
        Map<String, Integer> quarantinedByClass,
        Optional<Shard> remaining) {

    public ShardAudit {
        Objects.requireNonNull(report, "report");
        findingsByClass = new TreeMap<>(findingsByClass);
        // A run that was begun by an older version has audits that put nothing aside.
        quarantinedByClass = quarantinedByClass == null ? Map.of() : new TreeMap<>(quarantinedByClass);
        remaining = remaining == null ? Optional.empty() : remaining;
    }

    public int findingCount() {
        return sum(findingsByClass);
    }

    /** Findings in cases that were not put aside. */
    public int findingsLeft() {
        return findingCount() - sum(quarantinedByClass);
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
