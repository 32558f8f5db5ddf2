package org.residency.cli.watch;

import java.util.Arrays;
import java.util.Optional;

/** The stages of a run in order, by the names that the api gives them. */
enum RunStage {
    INGEST(1, "ingest", "reads the notes, keeps or drops each row, splits by patient"),
    DEIDENTIFICATION(2, "de-identify", "takes the patient out of every note, then audits"),
    SFT(3, "sft", "a LoRA adapter learns to reason from the training cases"),
    GRPO(4, "grpo", "rounds of sampling, rewarding and updating"),
    MERGE(5, "merge", "base model and adapter become one"),
    EVALUATION(6, "evaluate", "the bytes to be served against the base and the model in service"),
    GATE(7, "gate", "a rule says pass, fail or inconclusive"),
    SIGN_OFF(8, "sign-off", "a clinician reads the evaluation and signs, or refuses"),
    DEPLOYMENT(9, "deploy", "the signed model is put to service");

    private final int number;
    private final String word;
    private final String purpose;

    RunStage(int number, String word, String purpose) {
        this.number = number;
        this.word = word;
        this.purpose = purpose;
    }

    static Optional<RunStage> of(String name) {
        return Arrays.stream(values())
                .filter(stage -> stage.name().equals(name))
                .findFirst();
    }

    static RunStage numbered(int number) {
        return Arrays.stream(values())
                .filter(stage -> stage.number == number)
                .findFirst()
                .orElseThrow();
    }

    /** Its place, from 1. */
    int number() {
        return number;
    }

    String word() {
        return word;
    }

    /** What a newcomer should know of it. */
    String purpose() {
        return purpose;
    }

    /** {@code 3 sft          }: as wide as every other stage's. */
    String label() {
        return String.format("%d %-11s", number, word);
    }
}
