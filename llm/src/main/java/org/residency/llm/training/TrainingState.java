package org.residency.llm.training;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where a training stands: with adapter and optimizer moments, everything needed to go on.
 *
 * @param kind such as {@code sft} or {@code grpo}: only trainings of one kind go on with each other's moments
 * @param step steps done of this training
 * @param optimizerSteps steps done since the optimizer's moments were zero, earlier rounds included
 * @param fingerprint SHA-256 of data and settings; order of data and dropout follow from the seed and the step
 * @param sums what the training adds up for its report
 */
public record TrainingState(
        String kind, int step, int totalSteps, int optimizerSteps, String fingerprint, Map<String, Double> sums) {
    public TrainingState {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(fingerprint, "fingerprint");
        sums = sums == null ? Map.of() : new TreeMap<>(sums);
        if (step < 0 || totalSteps < step || optimizerSteps < 0) {
            throw new IllegalArgumentException("step %d of %d with %d optimizer steps, must be 0 to total"
                    .formatted(step, totalSteps, optimizerSteps));
        }
    }

    @Override
    public Map<String, Double> sums() {
        return new TreeMap<>(sums);
    }
}
