package org.residency.worker.cpu.deidentification;

import java.util.List;
import org.residency.deidentification.AuditFinding;

/**
 * What the audit of one shard says: where, not what.
 *
 * @param shardSha256 digest of the de-identified shard
 */
record ShardAuditReport(String shardSha256, int caseCount, List<AuditFinding> findings) {

    ShardAuditReport {
        findings = List.copyOf(findings);
    }
}
