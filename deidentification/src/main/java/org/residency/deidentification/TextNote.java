package org.residency.deidentification;

import java.util.Map;

/** A whole text file as one note. */
record TextNote(String text) implements NoteRows {
    private static final String FIELD = "text";

    @Override
    public DeidentifiedRows deidentify(Deidentifier deidentifier, Auditor auditor) {
        DeidentifiedNote note = deidentifier.deidentify(Map.of(FIELD, text), PatientContext.of("note 1"));
        return new DeidentifiedRows(note.text(FIELD), AuditReport.of(note, auditor.audit("note 1", note)));
    }
}
