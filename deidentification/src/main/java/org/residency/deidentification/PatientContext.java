package org.residency.deidentification;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What is known of whom a note is about before it is read.
 *
 * @param patientKey any stable key of the patient; it is never written, only its keyed digest
 * @param knownNames names known from the record (the patient's, relatives', staff), removed wherever they stand
 * @param knownValues numbers, addresses and the like known from the record, removed wherever they stand
 */
public record PatientContext(String patientKey, Set<String> knownNames, List<String> knownValues) {
    public PatientContext {
        if (patientKey.isBlank()) {
            throw new IllegalArgumentException("patientKey is blank, expected a key of the patient or of the note");
        }
        knownNames = Set.copyOf(knownNames);
        knownValues = List.copyOf(knownValues);
    }

    /** As the record has them; a name may come twice. */
    public PatientContext(String patientKey, Collection<String> knownNames, Collection<String> knownValues) {
        this(patientKey, Set.copyOf(knownNames), List.copyOf(knownValues));
    }

    /** A patient of whom names are known. */
    public PatientContext(String patientKey, Set<String> knownNames) {
        this(patientKey, knownNames, List.of());
    }

    /** A patient of whom nothing but the key is known. */
    public static PatientContext of(String patientKey) {
        return new PatientContext(patientKey, Set.of());
    }
}
