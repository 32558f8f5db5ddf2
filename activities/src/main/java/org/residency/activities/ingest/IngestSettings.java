package org.residency.activities.ingest;

import static org.residency.activities.Setting.inRange;
import static org.residency.activities.Setting.orElse;

/**
 * @param testShare share of the cases held out for evaluation; 0.15 unless told
 * @param validationShare share of the cases watched while training; 0.05 unless told
 * @param seed picks which patients and clusters are held out; 3407 unless told
 * @param casesPerShard cases in a shard; 500 unless told
 * @param maxCharacters a case whose question, reasoning and answer are longer together is dropped; 20,000 unless told
 * @param minTrainingCases fewer cases than this to train on end the run; 8 unless told
 * @param maxCasesPerPatient of a patient with more, the others are dropped; 1,000,000 unless told
 * @param maxHeldOutOverlap share of a held-out question's runs of eight words from which a training case is said to hold
 *     it; 0.7 unless told
 * @param contamination what becomes of such training cases; {@link Contamination#DROP} unless told
 */
public record IngestSettings(
        Double testShare,
        Double validationShare,
        Integer seed,
        Integer casesPerShard,
        Integer maxCharacters,
        Integer minTrainingCases,
        Integer maxCasesPerPatient,
        Double maxHeldOutOverlap,
        Contamination contamination) {

    /** What becomes of a training case that holds a question on which the model is measured. */
    public enum Contamination {
        /** It is dropped and counted. */
        DROP,
        /** The run ends. */
        REFUSE
    }

    public IngestSettings {
        testShare = inRange("ingest.testShare", testShare, 0.15, 0.01, 0.9);
        validationShare = inRange("ingest.validationShare", validationShare, 0.05, 0.0, 0.5);
        seed = inRange("ingest.seed", seed, 3407, 0, Integer.MAX_VALUE);
        casesPerShard = inRange("ingest.casesPerShard", casesPerShard, 500, 1, 100_000);
        maxCharacters = inRange("ingest.maxCharacters", maxCharacters, 20_000, 100, 10_000_000);
        minTrainingCases = inRange("ingest.minTrainingCases", minTrainingCases, 8, 1, 1_000_000);
        maxCasesPerPatient = inRange("ingest.maxCasesPerPatient", maxCasesPerPatient, 1_000_000, 1, 1_000_000);
        maxHeldOutOverlap = inRange("ingest.maxHeldOutOverlap", maxHeldOutOverlap, 0.7, 0.05, 1.0);
        contamination = orElse(contamination, Contamination.DROP);
    }

    public static IngestSettings defaults() {
        return new IngestSettings(null, null, null, null, null, null, null, null, null);
    }
}
