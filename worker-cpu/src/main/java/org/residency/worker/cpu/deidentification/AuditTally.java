package org.residency.worker.cpu.deidentification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.residency.artifacts.ShardAuditReport;
import org.residency.artifacts.ShardAuditReport.Finding;
import org.residency.artifacts.ShardAuditReport.QuarantinedCase;
import org.residency.dataset.ClinicalCase;
import org.residency.deidentification.AuditFinding;

/** What the audit of a shard comes to, case by case. Places and counts are kept, never text. */
final class AuditTally {

    private static final Comparator<Finding> IN_ORDER = Comparator.comparing(Finding::noteId)
            .thenComparing(Finding::field)
            .thenComparingInt(Finding::start)
            .thenComparing(Finding::rule);

    private final int maxFindingsPerCase;
    private final List<ClinicalCase> cases = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<QuarantinedCase> quarantined = new ArrayList<>();
    private final Set<String> quarantinedIds = new HashSet<>();

    /** @param maxFindingsPerCase findings in one case above which it is put aside */
    AuditTally(int maxFindingsPerCase) {
        this.maxFindingsPerCase = maxFindingsPerCase;
    }

    void add(ClinicalCase clean, List<AuditFinding> found) {
        cases.add(clean);
        List<Finding> placed = found.stream()
                .map(one -> new Finding(
                        one.noteId(),
                        one.field(),
                        one.start(),
                        one.end(),
                        one.phiClass().name(),
                        one.rule()))
                .toList();
        findings.addAll(placed);
        if (found.size() > maxFindingsPerCase) {
            quarantinedIds.add(clean.id());
            quarantined.add(new QuarantinedCase(
                    clean.id(),
                    "%d findings of the audit, expected at most %d".formatted(found.size(), maxFindingsPerCase),
                    ShardAuditReport.byClass(placed)));
        }
    }

    int caseCount() {
        return cases.size();
    }

    int quarantinedCount() {
        return quarantined.size();
    }

    /** The cases that were not put aside. */
    List<ClinicalCase> passed() {
        return cases.stream().filter(one -> !quarantinedIds.contains(one.id())).toList();
    }

    /** @param shardSha256 digest of the shard of {@link #passed()} */
    ShardAuditReport report(String shardSha256, String policySha256) {
        return new ShardAuditReport(
                shardSha256,
                policySha256,
                cases.size(),
                findings.stream().sorted(IN_ORDER).toList(),
                quarantined.stream()
                        .sorted(Comparator.comparing(QuarantinedCase::caseId))
                        .toList());
    }
}
