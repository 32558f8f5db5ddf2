package org.residency.llm.pretraining;

import java.util.Objects;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.OptimizerSettings;

/**
 * Settings of a training from nothing.
 *
 * @param batchSize sequences of one step
 * @param sequenceLength tokens of one sequence, cut from the joined text
 * @param warmupShare share of the steps that warm up, 0 to 1
 * @param seed of the weights' start and the order of sequences
 */
public record PretrainingSettings(
        int steps,
        int batchSize,
        int sequenceLength,
        double learningRate,
        LearningRateSchedule.Shape schedule,
        double warmupShare,
        OptimizerSettings optimizer,
        long seed) {
    public PretrainingSettings {
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(optimizer, "optimizer");
        if (steps < 1 || batchSize < 1 || sequenceLength < 2) {
            throw new IllegalArgumentException("steps %d, batchSize %d, sequenceLength %d: must be at least 1, 1, 2"
                    .formatted(steps, batchSize, sequenceLength));
        }
        if (!(learningRate > 0 && learningRate <= 1)) {
            throw new IllegalArgumentException("learningRate is " + learningRate + ", must be above 0 and at most 1");
        }
        if (!(warmupShare >= 0 && warmupShare <= 1)) {
            throw new IllegalArgumentException("warmupShare is " + warmupShare + ", must be 0 to 1");
        }
    }
}
