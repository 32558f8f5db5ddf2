package org.residency.activities;

/** The stages of a run, in order. */
public enum Stage {
    /** Rows are read, kept or dropped with a counted reason, and split by patient. */
    INGEST(1, "ingest"),
    /** Identifiers are taken out of every shard, and the output is audited. */
    DEIDENTIFICATION(2, "deidentification"),
    /** A LoRA adapter learns to reason from the training split. */
    SFT(3, "sft"),
    /** Rounds of sampling, rewarding and updating. */
    GRPO(4, "grpo"),
    /** Base model and adapter become one. */
    MERGE(5, "merge"),
    /** The bytes to be served are measured against the base model and the model in service. */
    EVALUATION(6, "evaluation"),
    /** A rule says pass, fail or inconclusive. */
    GATE(7, "gate"),
    /** Clinicians read the evaluation and sign, or refuse. */
    SIGN_OFF(8, "signoff"),
    /** The signed model is put to service. */
    DEPLOYMENT(9, "deployment");

    private final int number;
    private final String word;

    Stage(int number, String word) {
        this.number = number;
        this.word = word;
    }

    /** The stage's name in packages, settings and tables. */
    public String word() {
        return word;
    }

    /** The stage's place and name, for example {@code 3-sft}: a listing of a run's folder reads as the run. */
    public String folder() {
        return number + "-" + word;
    }

    /** The key in the store under which this stage of {@code run} writes. */
    public String key(RunId run) {
        return "runs/" + run + "/" + folder();
    }
}
