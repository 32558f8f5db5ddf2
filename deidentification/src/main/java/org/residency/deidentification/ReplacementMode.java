package org.residency.deidentification;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What stands where an identifier stood. */
public enum ReplacementMode {
    /**
     * Another name, number or place of the same form, the same for one value of one patient; dates move by one offset a
     * patient. Reads as a note does, which is what training wants. Moved dates are not Safe Harbor: an expert has to
     * determine the risk (45 CFR 164.514(b)(1)).
     */
    SURROGATE,
    /** The class in brackets, such as {@code [NAME]}, for everything. */
    MASK,
    /** As MASK, but what Safe Harbor allows to stay stays: the year, the state, three digits of most ZIP codes. */
    SAFE_HARBOR;

    /** The name in settings and flags: {@code surrogate}, {@code mask} or {@code safe-harbor}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a setting.
     *
     * @throws IllegalArgumentException when it is none of the three, which it lists
     */
    public static ReplacementMode named(String key) {
        return Arrays.stream(values())
                .filter(mode -> mode.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("mode is " + key + ", expected one of "
                        + Arrays.stream(values()).map(ReplacementMode::key).collect(Collectors.joining(", "))));
    }
}
