package org.residency.clinic;

import java.util.Objects;

/**
 * One identifier that stands in a note, for checking a de-identifier: nothing of it may be left afterwards.
 *
 * @param kind what it is
 * @param text as it stands in the note, character by character
 */
public record PlantedIdentifier(Kind kind, String text) {
    public PlantedIdentifier {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
    }

    /** The classes that the notes plant. */
    public enum Kind {
        NAME("[NAME]"),
        MEDICAL_RECORD_NUMBER("[MEDICAL_RECORD]"),
        DATE("[DATE]"),
        PHONE("[PHONE]"),
        ADDRESS("[GEOGRAPHY]");

        private final String mask;

        Kind(String mask) {
            this.mask = mask;
        }

        /** What a masking de-identifier writes in its place. */
        String mask() {
            return mask;
        }
    }
}
