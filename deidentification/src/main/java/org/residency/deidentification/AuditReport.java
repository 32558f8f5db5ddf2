package org.residency.deidentification;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What de-identification did and what the audit saw after it: counts and offsets, never text.
 *
 * @param noteCount notes that were read
 * @param changedNoteCount notes in which at least one identifier was replaced
 * @param replacedByClass identifiers replaced, by class; all eighteen are listed
 * @param replacedByRule the same by the rule that found them
 * @param findings what the audit saw in the output; empty when it is clean
 */
public record AuditReport(
        long noteCount,
        long changedNoteCount,
        Map<PhiClass, Long> replacedByClass,
        SortedMap<String, Long> replacedByRule,
        List<AuditFinding> findings) {
    public AuditReport {
        Map<PhiClass, Long> every = new EnumMap<>(PhiClass.class);
        for (PhiClass phiClass : PhiClass.values()) {
            every.put(phiClass, replacedByClass.getOrDefault(phiClass, 0L));
        }
        replacedByClass = Collections.unmodifiableMap(every);
        replacedByRule = Collections.unmodifiableSortedMap(new TreeMap<>(replacedByRule));
        findings = List.copyOf(findings);
    }

    /** The report of no notes, to add others to. */
    public static AuditReport empty() {
        return new AuditReport(0, 0, Map.of(), new TreeMap<>(), List.of());
    }

    /** The report of one note and what its audit found. */
    public static AuditReport of(DeidentifiedNote note, List<AuditFinding> findings) {
        Map<PhiClass, Long> byClass = new EnumMap<>(PhiClass.class);
        SortedMap<String, Long> byRule = new TreeMap<>();
        for (DeidentifiedText text : note.fields().values()) {
            for (PhiSpan span : text.found()) {
                byClass.merge(span.phiClass(), 1L, Long::sum);
                byRule.merge(span.rule(), 1L, Long::sum);
            }
        }
        return new AuditReport(1, byClass.isEmpty() ? 0 : 1, byClass, byRule, findings);
    }

    /** Both together, as two shards make one dataset. */
    public AuditReport plus(AuditReport other) {
        Map<PhiClass, Long> byClass = new EnumMap<>(replacedByClass);
        other.replacedByClass.forEach((phiClass, count) -> byClass.merge(phiClass, count, Long::sum));
        SortedMap<String, Long> byRule = new TreeMap<>(replacedByRule);
        other.replacedByRule.forEach((rule, count) -> byRule.merge(rule, count, Long::sum));
        List<AuditFinding> both = new ArrayList<>(findings);
        both.addAll(other.findings);
        return new AuditReport(
                noteCount + other.noteCount, changedNoteCount + other.changedNoteCount, byClass, byRule, both);
    }

    /** Whether the audit saw nothing. */
    public boolean isClean() {
        return findings.isEmpty();
    }

    /** Adds up the reports of many notes without holding them. */
    public static final class Sum {
        private final Map<PhiClass, Long> byClass = new EnumMap<>(PhiClass.class);
        private final SortedMap<String, Long> byRule = new TreeMap<>();
        private final List<AuditFinding> findings = new ArrayList<>();
        private final int mostListed;
        private long findingCount;
        private long notes;
        private long changed;

        /** No more than {@code mostListed} findings are listed, but all are counted. */
        public Sum(int mostListed) {
            this.mostListed = mostListed;
        }

        public void add(AuditReport report) {
            notes += report.noteCount();
            changed += report.changedNoteCount();
            report.replacedByClass().forEach((phiClass, count) -> byClass.merge(phiClass, count, Long::sum));
            report.replacedByRule().forEach((rule, count) -> byRule.merge(rule, count, Long::sum));
            findingCount += report.findings().size();
            for (AuditFinding finding : report.findings()) {
                if (findings.size() < mostListed) {
                    findings.add(finding);
                }
            }
        }

        public long findingCount() {
            return findingCount;
        }

        public AuditReport report() {
            return new AuditReport(notes, changed, byClass, byRule, findings);
        }
    }
}
