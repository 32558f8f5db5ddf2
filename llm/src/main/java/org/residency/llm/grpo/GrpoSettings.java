package org.residency.llm.grpo;

import java.util.Objects;
import org.residency.llm.training.OptimizerSettings;

/**
 * Settings of one GRPO update. The learning rate is constant after {@code warmupSteps} optimizer steps, counted over all
 * rounds.
 *
 * @param temperature the one the rollouts were sampled with
 * @param clip epsilon of the clipped ratio
 * @param beta weight of the KL term to the reference (the adapter switched off)
 * @param epochs passes over the rollouts
 * @param groupsPerStep prompts whose rollouts make one optimizer step
 * @param rolloutsPerPass rollouts of one forward pass; bounds memory
 * @param checkpointEverySteps 0 for none but the last
 */
public record GrpoSettings(
        double learningRate,
        int warmupSteps,
        double temperature,
        double clip,
        double beta,
        int epochs,
        int groupsPerStep,
        int rolloutsPerPass,
        OptimizerSettings optimizer,
        int checkpointEverySteps,
        long seed) {
    public GrpoSettings {
        Objects.requireNonNull(optimizer, "optimizer");
        requireRange("learningRate", learningRate > 0 && learningRate <= 1, learningRate, "above 0 and at most 1");
        requireRange("warmupSteps", warmupSteps >= 0, warmupSteps, "0 or more");
        requireRange("temperature", temperature > 0 && temperature <= 10, temperature, "above 0 and at most 10");
        requireRange("clip", clip > 0 && clip < 1, clip, "above 0 and below 1");
        requireRange("beta", beta >= 0, beta, "0 or more");
        requireRange("epochs", epochs >= 1, epochs, "1 or more");
        requireRange("groupsPerStep", groupsPerStep >= 1, groupsPerStep, "1 or more");
        requireRange("rolloutsPerPass", rolloutsPerPass >= 1, rolloutsPerPass, "1 or more");
        requireRange("checkpointEverySteps", checkpointEverySteps >= 0, checkpointEverySteps, "0 or more");
    }

    /** Learning rate 1e-5, temperature 1, clip 0.2, beta 0.04, one epoch, 8 groups a step, seed 3407. */
    public static GrpoSettings defaults() {
        return new GrpoSettings(1e-5, 0, 1, 0.2, 0.04, 1, 8, 32, OptimizerSettings.defaults(), 0, 3407);
    }

    public GrpoSettings withLearningRate(double value, int newWarmupSteps) {
        return new GrpoSettings(
                value,
                newWarmupSteps,
                temperature,
                clip,
                beta,
                epochs,
                groupsPerStep,
                rolloutsPerPass,
                optimizer,
                checkpointEverySteps,
                seed);
    }

    public GrpoSettings withTemperature(double value) {
        return new GrpoSettings(
                learningRate,
                warmupSteps,
                value,
                clip,
                beta,
                epochs,
                groupsPerStep,
                rolloutsPerPass,
                optimizer,
                checkpointEverySteps,
                seed);
    }

    public GrpoSettings withClip(double value) {
        return new GrpoSettings(
                learningRate,
                warmupSteps,
                temperature,
                value,
                beta,
                epochs,
                groupsPerStep,
                rolloutsPerPass,
                optimizer,
                checkpointEverySteps,
                seed);
    }

    public GrpoSettings withBeta(double value) {
        return new GrpoSettings(
                learningRate,
                warmupSteps,
                temperature,
                clip,
                value,
                epochs,
                groupsPerStep,
                rolloutsPerPass,
                optimizer,
                checkpointEverySteps,
                seed);
    }

    public GrpoSettings withBatch(int newEpochs, int newGroupsPerStep, int newRolloutsPerPass) {
        return new GrpoSettings(
                learningRate,
                warmupSteps,
                temperature,
                clip,
                beta,
                newEpochs,
                newGroupsPerStep,
                newRolloutsPerPass,
                optimizer,
                checkpointEverySteps,
                seed);
    }

    public GrpoSettings withOptimizer(OptimizerSettings value) {
        return new GrpoSettings(
                learningRate,
                warmupSteps,
                temperature,
                clip,
                beta,
                epochs,
                groupsPerStep,
                rolloutsPerPass,
                value,
                checkpointEverySteps,
                seed);
    }

    public GrpoSettings withCheckpointEverySteps(int value) {
        return new GrpoSettings(
                learningRate,
                warmupSteps,
                temperature,
                clip,
                beta,
                epochs,
                groupsPerStep,
                rolloutsPerPass,
                optimizer,
                value,
                seed);
    }

    public GrpoSettings withSeed(long value) {
        return new GrpoSettings(
                learningRate,
                warmupSteps,
                temperature,
                clip,
                beta,
                epochs,
                groupsPerStep,
                rolloutsPerPass,
                optimizer,
                checkpointEverySteps,
                value);
    }

    private static void requireRange(String name, boolean holds, Object value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + range);
        }
    }
}
