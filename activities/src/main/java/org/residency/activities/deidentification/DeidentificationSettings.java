package org.residency.activities.deidentification;

import static org.residency.activities.Setting.inRange;
import static org.residency.activities.Setting.orElse;

/**
 * @param mode what stands in an identifier's place; {@link Mode#SURROGATE} unless told
 * @param maxFindings findings of the audit that may be left in the dataset; above it the run ends; 0 unless told
 * @param maxFindingsPerCase findings of the audit in one case above which it is quarantined; 0 unless told
 * @param maxQuarantinedShare share of the cases that may be quarantined; above it the run ends; 0 unless told, for one case
 *     in which the rules missed something says that they may have missed more, and a person should look first
 */
public record DeidentificationSettings(
        Mode mode, Integer maxFindings, Integer maxFindingsPerCase, Double maxQuarantinedShare) {

    /** What stands in an identifier's place. */
    public enum Mode {
        /** Realistic others, the same within a patient's notes; dates shifted. Needs an expert's determination. */
        SURROGATE,
        /** The class in brackets, such as {@code [NAME]}. */
        MASK,
        /** The Safe Harbor method of 45 CFR 164.514(b)(2): years, three-digit ZIP codes, 90+. */
        SAFE_HARBOR
    }

    public DeidentificationSettings {
        mode = orElse(mode, Mode.SURROGATE);
        maxFindings = inRange("deidentification.maxFindings", maxFindings, 0, 0, 1_000_000);
        maxFindingsPerCase = inRange("deidentification.maxFindingsPerCase", maxFindingsPerCase, 0, 0, 1_000_000);
        maxQuarantinedShare = inRange("deidentification.maxQuarantinedShare", maxQuarantinedShare, 0.0, 0.0, 1.0);
    }

    public static DeidentificationSettings defaults() {
        return new DeidentificationSettings(null, null, null, null);
    }

    /**
     * Whether a dataset may be made of what the audits left.
     *
     * @param audited cases in all, the quarantined among them
     */
    public boolean allow(int findingsLeft, int quarantined, int audited) {
        return findingsLeft <= maxFindings && quarantined <= maxQuarantinedShare * audited;
    }
}
