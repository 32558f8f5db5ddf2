package org.residency.deidentification.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.residency.deidentification.DeidentifiedText;
import org.residency.deidentification.PhiClass;

/**
 * One note as a file holds it.
 *
 * @param id where it stands in the file; nothing of its text
 * @param texts free text by the name of its field
 * @param values fields that are identifiers as a whole, by name
 * @param patientKey what tells patients apart, where the file says it
 * @param knownNames names that structured fields give away
 * @param forms what puts a text back into the notation in which the file has it, for the fields that have one
 * @param row the format's own form of it, for writing
 */
record NoteRecord(
        String id,
        Map<String, String> texts,
        Map<String, Value> values,
        Optional<String> patientKey,
        List<String> knownNames,
        Map<String, Function<DeidentifiedText, String>> forms,
        Object row) {
    NoteRecord {
        texts = new LinkedHashMap<>(texts);
        values = new LinkedHashMap<>(values);
        knownNames = List.copyOf(knownNames);
        forms = Map.copyOf(forms);
    }

    /** A structured field: a class and what it says. */
    record Value(PhiClass phiClass, String text) {}

    static NoteRecord of(String id, Map<String, String> texts, Optional<String> patientKey, Object row) {
        return new NoteRecord(id, texts, Map.of(), patientKey, List.of(), Map.of(), row);
    }
}
