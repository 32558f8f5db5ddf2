package org.residency.llm.dpo;

import java.util.Objects;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.OptimizerSettings;

/**
 * Settings of a training on preferences.
 *
 * @param beta how hard the policy is held to the reference (the adapter switched off)
 * @param epochs passes over the pairs; read only where {@code maxSteps} is 0
 * @param maxSteps optimizer steps; 0 for as many as the epochs make
 * @param batchSize pairs of one forward pass
 * @param accumulation forward passes of one optimizer step
 * @param warmupShare share of the steps that warm up, 0 to 1
 * @param maxTokens longest sequence: a prompt with either of its completions
 * @param checkpointEverySteps 0 for none but the last
 * @param validateEverySteps 0 for at the end alone
 * @param seed of a fresh adapter's start, the order of pairs and dropout
 * @param gradients how they are taken: memory against time
 */
public record DpoSettings(
        double beta,
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
    public DpoSettings {
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(gradients, "gradients");
        require("beta", beta > 0 && beta <= 100, beta, "above 0 and at most 100");
        if (maxSteps < 0 || (maxSteps == 0 && !(epochs > 0))) {
            throw new IllegalArgumentException(
                    "maxSteps is %d and epochs %s, one must be above 0".formatted(maxSteps, epochs));
        }
        require("batchSize", batchSize >= 1, batchSize, "1 or more");
        require("accumulationSteps", accumulation >= 1, accumulation, "1 or more");
        require("learningRate", learningRate > 0 && learningRate <= 1, learningRate, "above 0 and at most 1");
        require("warmupShare", warmupShare >= 0 && warmupShare <= 1, warmupShare, "0 to 1");
        require("maxTokens", maxTokens >= 2, maxTokens, "2 or more");
        require("checkpointEverySteps", checkpointEverySteps >= 0, checkpointEverySteps, "0 or more");
        require("validateEverySteps", validateEverySteps >= 0, validateEverySteps, "0 or more");
    }

    /** Beta 0.1, one epoch, batches of 2 × 4 pairs, learning rate 1e-5, linear after 10 % warm-up, seed 3407. */
    public static DpoSettings defaults() {
        return new DpoSettings(
                0.1,
                1,
                0,
                2,
                4,
                1e-5,
                LearningRateSchedule.Shape.LINEAR,
                0.1,
                OptimizerSettings.defaults(),
                2048,
                50,
                0,
                3407,
                GradientMethod.AUTOMATIC);
    }

    /** What a resumed training must have alike: how often it is looked at may change. */
    DpoSettings lookedAtNever() {
        return new DpoSettings(
                beta,
                epochs,
                maxSteps,
                batchSize,
                accumulation,
                learningRate,
                schedule,
                warmupShare,
                optimizer,
                maxTokens,
                0,
                0,
                seed,
                gradients);
    }

    private static void require(String name, boolean holds, Object value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + range);
        }
    }
}
