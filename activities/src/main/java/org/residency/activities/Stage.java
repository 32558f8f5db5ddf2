package org.residency.activities;

/** The stages of a run, in order. */
public enum Stage {
    /** Rows are read, kept or dropped with a counted reason, and split by patient. */
    INGEST("ingest"),
    /** Identifiers are taken out of every shard, and the output is audited. */
    DEIDENTIFICATION("deidentification"),
    /** A LoRA adapter learns to reason from the training split. */
    SFT("sft"),
    /** Rounds of sampling, rewarding and updating. */
    GRPO("grpo"),
    /** Base model and adapter become one. */
    MERGE("merge"),
    /** The bytes to be served are measured against the base model and the model in service. */
    EVALUATION("evaluation"),
    /** A rule says pass, fail or inconclusive. */
    GATE("gate"),
    /** Clinicians read the evaluation and sign, or refuse. */
    SIGN_OFF("signoff"),
    /** The signed model is put to service. */
    DEPLOYMENT("deployment");

    private final String word;

    Stage(String word) {
        this.word = word;
    }

    /** The stage's name in packages, settings and tables. */
    public String word() {
        return word;
    }

    /** The stage's place and name, for example {@code 3-sft}: a listing of a run's folder reads as the run. */
    public String folder() {
        return (ordinal() + 1) + "-" + word;
    }

    /** The key in the store under which this stage of {@code run} writes. */
    public String key(RunId run) {
        return "runs/" + run + "/" + folder();
    }
}
