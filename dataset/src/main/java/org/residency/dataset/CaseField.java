package org.residency.dataset;

import java.util.List;
import java.util.Locale;

/** The parts of a case that a column can be mapped to. */
enum CaseField {
    QUESTION,
    REASONING,
    ANSWER,
    REFERENCE,
    PATIENT,
    SPLIT,
    CUES;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names under which known datasets have it, best first; {@code A+B} stands for two columns joined. */
    List<String> knownNames() {
        return switch (this) {
            case QUESTION ->
                List.of(
                        "Question",
                        "question",
                        "case",
                        "case_description",
                        "note",
                        "CONTEXTS+QUESTION",
                        "QUESTION",
                        "Open-ended Verifiable Question",
                        "prompt",
                        "instruction",
                        "input");
            case REASONING ->
                List.of(
                        "Complex_CoT",
                        "reasoning",
                        "chain_of_thought",
                        "cot",
                        "rationale",
                        "thinking",
                        "explanation",
                        "LONG_ANSWER");
            case ANSWER ->
                List.of("Response", "response", "answer", "diagnosis", "final_decision", "completion", "output");
            case REFERENCE -> List.of("Ground-True Answer", "reference", "ground_truth", "label", "final_decision");
            case PATIENT -> List.of("patient", "patient_key", "patient_id", "subject_id", "mrn");
            case SPLIT -> List.of("split");
            case CUES -> List.of("cues");
        };
    }
}
