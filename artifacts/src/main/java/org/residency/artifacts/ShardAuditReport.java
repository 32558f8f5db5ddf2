package org.residency.artifacts;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the audit of one shard says: where, not what.
 *
 * @param shardSha256 digest of the shard that may be published: what was audited less what is quarantined
 * @param policySha256 digest of the settings by which it was de-identified and audited; empty if an older version wrote it
 * @param caseCount cases that were audited, the quarantined among them
 * @param findings what looks like an identifier, in cases that stay and in those that do not
 * @param quarantined cases that were put aside, each for a reason
 */
public record ShardAuditReport(
        String shardSha256,
        String policySha256,
        int caseCount,
        List<Finding> findings,
        List<QuarantinedCase> quarantined) {

    /**
     * Something in de-identified text that looks like an identifier.
     *
     * @param noteId the id of the de-identified case
     * @param field the field of the case
     * @param start first char, in the de-identified field
     * @param end one past the last
     * @param phiClass what it looks like
     * @param rule the audit rule that saw it
     */
    public record Finding(String noteId, String field, int start, int end, String phiClass, String rule) {}

    /**
     * A case that no dataset takes.
     *
     * @param caseId the id of the de-identified case
     * @param reason a sentence of ours
     */
    public record QuarantinedCase(String caseId, String reason, SortedMap<String, Integer> findingsByClass) {
        public QuarantinedCase {
            Objects.requireNonNull(caseId, "caseId");
            Objects.requireNonNull(reason, "reason");
            findingsByClass = new TreeMap<>(findingsByClass);
        }
    }

    public ShardAuditReport {
        Objects.requireNonNull(shardSha256, "shardSha256");
        policySha256 = policySha256 == null ? "" : policySha256;
        findings = List.copyOf(findings);
        quarantined = quarantined == null ? List.of() : List.copyOf(quarantined);
    }

    /** All findings by class. */
    public SortedMap<String, Integer> countByClass() {
        return byClass(findings);
    }

    /** The findings in cases that stay. */
    public List<Finding> findingsLeft() {
        Set<String> aside = quarantined.stream().map(QuarantinedCase::caseId).collect(Collectors.toUnmodifiableSet());
        return findings.stream()
                .filter(finding -> !aside.contains(finding.noteId()))
                .toList();
    }

    /** How many of these findings are of which class. */
    public static SortedMap<String, Integer> byClass(List<Finding> findings) {
        return findings.stream()
                .collect(Collectors.groupingBy(
                        Finding::phiClass,
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.counting(), Math::toIntExact)));
    }

    /** The findings that are in quarantine, by class. */
    public Map<String, Integer> quarantinedByClass() {
        SortedMap<String, Integer> all = new TreeMap<>();
        quarantined.forEach(
                one -> one.findingsByClass().forEach((phiClass, count) -> all.merge(phiClass, count, Integer::sum)));
        return all;
    }
}
