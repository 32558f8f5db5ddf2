package org.residency.llm.grpo;

import java.util.Objects;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.OptimizerSettings;

/**
 * Settings of one GRPO update. The learning rate is constant after {@code warmupSteps} optimizer steps, counted over all
 * rounds.
 *
 * @param temperature the one the rollouts were sampled with
 * @param loss what the update lowers
 * @param kl how the divergence from the reference (the adapter switched off) is estimated
 * @param gradients how they are taken: memory against time
 * @param epochs passes over the rollouts
 * @param groupsPerStep prompts whose rollouts make one optimizer step
 * @param rolloutsPerPass rollouts of one forward pass; bounds memory
 * @param checkpointEverySteps 0 for none but the last
 */
public record GrpoSettings(
        double learningRate,
        int warmupSteps,
        double temperature,
        PolicyLoss loss,
        KlEstimator kl,
        GradientMethod gradients,
        int epochs,
        int groupsPerStep,
        int rolloutsPerPass,
        OptimizerSettings optimizer,
        int checkpointEverySteps,
        long seed) {
    public GrpoSettings {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(kl, "kl");
        Objects.requireNonNull(gradients, "gradients");
        Objects.requireNonNull(optimizer, "optimizer");
        requireRange("learningRate", learningRate > 0 && learningRate <= 1, learningRate, "above 0 and at most 1");
        requireRange("warmupSteps", warmupSteps >= 0, warmupSteps, "0 or more");
        requireRange("temperature", temperature > 0 && temperature <= 10, temperature, "above 0 and at most 10");
        requireRange("epochs", epochs >= 1, epochs, "1 or more");
        requireRange("groupsPerStep", groupsPerStep >= 1, groupsPerStep, "1 or more");
        requireRange("rolloutsPerPass", rolloutsPerPass >= 1, rolloutsPerPass, "1 or more");
        requireRange("checkpointEverySteps", checkpointEverySteps >= 0, checkpointEverySteps, "0 or more");
    }

    /** Learning rate 1e-5, temperature 1, GRPO with clip 0.2, beta 0.04 and k3, one epoch, 8 groups a step, seed 3407. */
    public static GrpoSettings defaults() {
        return new GrpoSettings(
                1e-5,
                0,
                1,
                new GrpoLoss(0.2, 0.04),
                KlEstimator.K3,
                GradientMethod.AUTOMATIC,
                1,
                8,
                32,
                OptimizerSettings.defaults(),
                0,
                3407);
    }

    public GrpoSettings withLearningRate(double value, int newWarmupSteps) {
        return new GrpoSettings(
                value,
                newWarmupSteps,
                temperature,
                loss,
                kl,
                gradients,
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
                loss,
                kl,
                gradients,
                epochs,
                groupsPerStep,
                rolloutsPerPass,
                optimizer,
                checkpointEverySteps,
                seed);
    }

    public GrpoSettings withLoss(PolicyLoss value, KlEstimator estimator) {
        return new GrpoSettings(
                learningRate,
                warmupSteps,
                temperature,
                value,
                estimator,
                gradients,
                epochs,
                groupsPerStep,
                rolloutsPerPass,
                optimizer,
                checkpointEverySteps,
                seed);
    }

    public GrpoSettings withGradients(GradientMethod value) {
        return new GrpoSettings(
                learningRate,
                warmupSteps,
                temperature,
                loss,
                kl,
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
                loss,
                kl,
                gradients,
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
                loss,
                kl,
                gradients,
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
                loss,
                kl,
                gradients,
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
                loss,
                kl,
                gradients,
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
