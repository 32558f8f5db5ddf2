package org.residency.worker.cpu.deidentification;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.dataset.ClinicalCase;
import org.residency.deidentification.DeidentifiedNote;
import org.residency.deidentification.Deidentifier;
import org.residency.deidentification.PatientContext;

/**
 * De-identifies a case as one note: every text in it, for a name that the question gives away must go from the reasoning
 * too.
 */
final class CaseDeidentifier {

    private static final String QUESTION = "question";
    private static final String REASONING = "reasoning";
    private static final String ANSWER = "answer";
    private static final String REFERENCE = "reference";
    private static final String CUE = "cue.";
    private static final String GROUP = "group.";

    private final Deidentifier deidentifier;

    CaseDeidentifier(Deidentifier deidentifier) {
        this.deidentifier = deidentifier;
    }

    /** A case without its identifiers, and the note that knows what was removed. */
    record Result(ClinicalCase clinicalCase, DeidentifiedNote note) {}

    Result deidentify(ClinicalCase raw) {
        // A case whose patient is not known is a patient of its own.
        PatientContext patient = PatientContext.of(raw.patientKey().orElse(raw.id()));
        DeidentifiedNote note = deidentifier.deidentify(fields(raw), patient);
        List<String> cues = new ArrayList<>();
        for (int i = 0; i < raw.cues().size(); i++) {
            cues.add(note.text(CUE + i));
        }
        SortedMap<String, String> groups = new TreeMap<>();
        raw.groups().keySet().forEach(group -> groups.put(group, note.text(GROUP + group)));
        ClinicalCase clean = ClinicalCase.of(
                note.text(QUESTION),
                note.text(REASONING),
                note.text(ANSWER),
                raw.reference().map(reference -> note.text(REFERENCE)),
                raw.patientKey().map(deidentifier::pseudonym),
                raw.predefinedSplit(),
                groups,
                cues);
        return new Result(clean, note);
    }

    private static Map<String, String> fields(ClinicalCase raw) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(QUESTION, raw.question());
        fields.put(REASONING, raw.reasoning());
        fields.put(ANSWER, raw.answer());
        raw.reference().ifPresent(reference -> fields.put(REFERENCE, reference));
        for (int i = 0; i < raw.cues().size(); i++) {
            fields.put(CUE + i, raw.cues().get(i));
        }
        raw.groups().forEach((group, value) -> fields.put(GROUP + group, value));
        return fields;
    }
}
