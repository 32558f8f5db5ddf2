package org.residency.activities.deidentification;

import static org.residency.activities.Setting.inRange;
import static org.residency.activities.Setting.orElse;

/**
 * @param mode what stands in an identifier's place; {@link Mode#SURROGATE} unless told
 * @param maxFindings findings of the audit, over the whole dataset, above which the run ends; 0 unless told
 */
public record DeidentificationSettings(Mode mode, Integer maxFindings) {

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
    }

    public static DeidentificationSettings defaults() {
        return new DeidentificationSettings(null, null);
    }
}
