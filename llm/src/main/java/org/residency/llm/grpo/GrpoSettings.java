package org.residency.llm.grpo;

import java.util.Objects;
import java.util.function.Consumer;
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
        return changed(draft -> {
            draft.learningRate = value;
            draft.warmupSteps = newWarmupSteps;
        });
    }

    public GrpoSettings withTemperature(double value) {
        return changed(draft -> draft.temperature = value);
    }

    public GrpoSettings withLoss(PolicyLoss value, KlEstimator estimator) {
        return changed(draft -> {
            draft.loss = value;
            draft.kl = estimator;
        });
    }

    public GrpoSettings withGradients(GradientMethod value) {
        return changed(draft -> draft.gradients = value);
    }

    public GrpoSettings withBatch(int newEpochs, int newGroupsPerStep, int newRolloutsPerPass) {
        return changed(draft -> {
            draft.epochs = newEpochs;
            draft.groupsPerStep = newGroupsPerStep;
            draft.rolloutsPerPass = newRolloutsPerPass;
        });
    }

    public GrpoSettings withOptimizer(OptimizerSettings value) {
        return changed(draft -> draft.optimizer = value);
    }

    public GrpoSettings withCheckpointEverySteps(int value) {
        return changed(draft -> draft.checkpointEverySteps = value);
    }

    private GrpoSettings changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    private static void requireRange(String name, boolean holds, Object value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + range);
        }
    }

    /** The same settings, while one of them is being changed. */
    private static final class Draft {
        private double learningRate;
        private int warmupSteps;
        private double temperature;
        private PolicyLoss loss;
        private KlEstimator kl;
        private GradientMethod gradients;
        private int epochs;
        private int groupsPerStep;
        private int rolloutsPerPass;
        private OptimizerSettings optimizer;
        private int checkpointEverySteps;
        private final long seed;

        Draft(GrpoSettings from) {
            learningRate = from.learningRate;
            warmupSteps = from.warmupSteps;
            temperature = from.temperature;
            loss = from.loss;
            kl = from.kl;
            gradients = from.gradients;
            epochs = from.epochs;
            groupsPerStep = from.groupsPerStep;
            rolloutsPerPass = from.rolloutsPerPass;
            optimizer = from.optimizer;
            checkpointEverySteps = from.checkpointEverySteps;
            seed = from.seed;
        }

        GrpoSettings settings() {
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
                    seed);
        }
    }
}
