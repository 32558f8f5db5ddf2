package org.residency.cli.learning;

import java.util.List;
import java.util.Map;
import org.residency.clinic.ClinicNote;
import org.residency.deidentification.DeidentifiedNote;
import org.residency.deidentification.Deidentifier;
import org.residency.deidentification.PatientContext;

/** A fictional note after de-identification, as training and evaluation see it. */
record Case(String id, String question, String reasoning, String answer, String reference, List<String> cues) {
    static Case of(String id, ClinicNote note, Deidentifier deidentifier) {
        DeidentifiedNote clean = deidentifier.deidentify(
                Map.of("question", note.question(), "reasoning", note.reasoning(), "answer", note.answer()),
                PatientContext.of(note.patient()));
        return new Case(
                id,
                clean.text("question"),
                clean.text("reasoning"),
                clean.text("answer"),
                note.reference(),
                note.cues());
    }
}
