package org.residency.deidentification;

import java.util.Set;

/**
 * Whose note it is. Surrogates and the date offset follow from the patient key, so all notes of a patient agree.
 *
 * @param patientKey any stable key of the patient; it is never written, only its keyed digest
 * @param knownNames names known from the record (the patient's, relatives', staff), removed wherever they stand
 */
public record PatientContext(String patientKey, Set<String> knownNames) {
    public PatientContext {
        if (patientKey.isBlank()) {
            throw new IllegalArgumentException("patientKey is blank, expected a key of the patient or of the note");
        }
        knownNames = Set.copyOf(knownNames);
    }

    /** A patient of whom nothing but the key is known. */
    public static PatientContext of(String patientKey) {
        return new PatientContext(patientKey, Set.of());
    }
}
