package org.residency.llm.sft;

import java.util.Objects;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.OptimizerSettings;

/**
 * Settings of a supervised fine-tuning.
 *
 * @param epochs passes over the data; read only where {@code maxSteps} is 0
 * @param maxSteps optimizer steps; 0 for as many as the epochs make
 * @param batchSize examples of one forward pass
 * @param accumulation forward passes of one optimizer step
 * @param warmupShare share of the steps that warm up, 0 to 1
 * @param maxTokens longest example; longer ones are refused (see {@link SftTrainer#countTooLong})
 * @param checkpointEverySteps 0 for none but the last
 * @param validateEverySteps 0 for at the end alone
 * @param seed of the adapter's start, the order of examples and dropout
 * @param gradients how they are taken: memory against time
 */
public record SftSettings(
        double epochs,
        int maxSteps,
        int batchSize,
        int accumulation,
        double learningRate,
        LearningRateSchedule.Shape schedule,
        double warmupShare,
        OptimizerSettings optimizer,
        int maxTokens,
        int checkpointEverySteps,
        int validateEverySteps,
        long seed,
        GradientMethod gradients) {
    public SftSettings {
        Objects.requireNonNull(gradients, "gradients");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(optimizer, "optimizer");
        if (maxSteps < 0 || (maxSteps == 0 && !(epochs > 0))) {
            throw new IllegalArgumentException(
                    "maxSteps is %d and epochs %s, one must be above 0".formatted(maxSteps, epochs));
        }
        require("batchSize", batchSize, 1);
        require("accumulation", accumulation, 1);
        require("maxTokens", maxTokens, 2);
        require("checkpointEverySteps", checkpointEverySteps, 0);
        require("validateEverySteps", validateEverySteps, 0);
        if (!(learningRate > 0 && learningRate <= 1)) {
            throw new IllegalArgumentException("learningRate is " + learningRate + ", must be above 0 and at most 1");
        }
        if (!(warmupShare >= 0 && warmupShare <= 1)) {
            throw new IllegalArgumentException("warmupShare is " + warmupShare + ", must be 0 to 1");
        }
    }

    /** The tutorial's: 1 epoch, batches of 2 × 4, learning rate 2e-4, linear after 3 % warm-up, seed 3407. */
    public static SftSettings defaults() {
        return new SftSettings(
                1,
                0,
                2,
                4,
                2e-4,
                LearningRateSchedule.Shape.LINEAR,
                0.03,
                OptimizerSettings.defaults().withWeightDecay(0.01),
                2048,
                50,
                0,
                3407,
                GradientMethod.AUTOMATIC);
    }

    public SftSettings withMaxSteps(int value) {
        return new SftSettings(
                epochs,
                value,
                batchSize,
                accumulation,
                learningRate,
                schedule,
                warmupShare,
                optimizer,
                maxTokens,
                checkpointEverySteps,
                validateEverySteps,
                seed,
                gradients);
    }

    public SftSettings withEpochs(double value) {
        return new SftSettings(
                value,
                0,
                batchSize,
                accumulation,
                learningRate,
                schedule,
                warmupShare,
                optimizer,
                maxTokens,
                checkpointEverySteps,
                validateEverySteps,
                seed,
                gradients);
    }

    public SftSettings withBatch(int newBatchSize, int newAccumulation) {
        return new SftSettings(
                epochs,
                maxSteps,
                newBatchSize,
                newAccumulation,
                learningRate,
                schedule,
                warmupShare,
                optimizer,
                maxTokens,
                checkpointEverySteps,
                validateEverySteps,
                seed,
                gradients);
    }

    public SftSettings withLearningRate(double value, LearningRateSchedule.Shape shape, double newWarmupShare) {
        return new SftSettings(
                epochs,
                maxSteps,
                batchSize,
                accumulation,
                value,
                shape,
                newWarmupShare,
                optimizer,
                maxTokens,
                checkpointEverySteps,
                validateEverySteps,
                seed,
                gradients);
    }

    public SftSettings withOptimizer(OptimizerSettings value) {
        return new SftSettings(
                epochs,
                maxSteps,
                batchSize,
                accumulation,
                learningRate,
                schedule,
                warmupShare,
                value,
                maxTokens,
                checkpointEverySteps,
                validateEverySteps,
                seed,
                gradients);
    }

    public SftSettings withMaxTokens(int value) {
        return new SftSettings(
                epochs,
                maxSteps,
                batchSize,
                accumulation,
                learningRate,
                schedule,
                warmupShare,
                optimizer,
                value,
                checkpointEverySteps,
                validateEverySteps,
                seed,
                gradients);
    }

    public SftSettings withCheckpointEverySteps(int value) {
        return new SftSettings(
                epochs,
                maxSteps,
                batchSize,
                accumulation,
                learningRate,
                schedule,
                warmupShare,
                optimizer,
                maxTokens,
                value,
                validateEverySteps,
                seed,
                gradients);
    }

    public SftSettings withValidateEverySteps(int value) {
        return new SftSettings(
                epochs,
                maxSteps,
                batchSize,
                accumulation,
                learningRate,
                schedule,
                warmupShare,
                optimizer,
                maxTokens,
                checkpointEverySteps,
                value,
                seed,
                gradients);
    }

    public SftSettings withSeed(long value) {
        return new SftSettings(
                epochs,
                maxSteps,
                batchSize,
                accumulation,
                learningRate,
                schedule,
                warmupShare,
                optimizer,
                maxTokens,
                checkpointEverySteps,
                validateEverySteps,
                value,
                gradients);
    }

    public SftSettings withGradients(GradientMethod value) {
        return new SftSettings(
                epochs,
                maxSteps,
                batchSize,
                accumulation,
                learningRate,
                schedule,
                warmupShare,
                optimizer,
                maxTokens,
                checkpointEverySteps,
                validateEverySteps,
                seed,
                value);
    }

    private static void require(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + least + " or more");
        }
    }
}
