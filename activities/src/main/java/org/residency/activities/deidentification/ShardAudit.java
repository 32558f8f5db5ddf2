package org.residency.activities.deidentification;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.residency.artifacts.ArtifactRef;

/**
 * @param report the findings: case, field, class, rule and offsets; never text
 * @param findingsByClass class of identifier to how many the audit found
 */
public record ShardAudit(ArtifactRef report, int caseCount, Map<String, Integer> findingsByClass) {

    public ShardAudit {
        Objects.requireNonNull(report, "report");
        findingsByClass = new TreeMap<>(findingsByClass);
    }

    public int findingCount() {
        return findingsByClass.values().stream().mapToInt(Integer::intValue).sum();
    }
}
