package org.residency.llm.sft;

import java.util.Objects;
import java.util.function.Consumer;
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
        return changed(draft -> draft.maxSteps = value);
    }

    public SftSettings withBatch(int newBatchSize, int newAccumulation) {
        return changed(draft -> {
            draft.batchSize = newBatchSize;
            draft.accumulation = newAccumulation;
        });
    }

    public SftSettings withLearningRate(double value, LearningRateSchedule.Shape shape, double newWarmupShare) {
        return changed(draft -> {
            draft.learningRate = value;
            draft.schedule = shape;
            draft.warmupShare = newWarmupShare;
        });
    }

    public SftSettings withOptimizer(OptimizerSettings value) {
        return changed(draft -> draft.optimizer = value);
    }

    public SftSettings withMaxTokens(int value) {
        return changed(draft -> draft.maxTokens = value);
    }

    public SftSettings withCheckpointEverySteps(int value) {
        return changed(draft -> draft.checkpointEverySteps = value);
    }

    public SftSettings withValidateEverySteps(int value) {
        return changed(draft -> draft.validateEverySteps = value);
    }

    public SftSettings withGradients(GradientMethod value) {
        return changed(draft -> draft.gradients = value);
    }

    private SftSettings changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    private static void require(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + least + " or more");
        }
    }

    /** The same settings, while one of them is being changed. */
    private static final class Draft {
        private final double epochs;
        private int maxSteps;
        private int batchSize;
        private int accumulation;
        private double learningRate;
        private LearningRateSchedule.Shape schedule;
        private double warmupShare;
        private OptimizerSettings optimizer;
        private int maxTokens;
        private int checkpointEverySteps;
        private int validateEverySteps;
        private final long seed;
        private GradientMethod gradients;

        Draft(SftSettings from) {
            epochs = from.epochs;
            maxSteps = from.maxSteps;
            batchSize = from.batchSize;
            accumulation = from.accumulation;
            learningRate = from.learningRate;
            schedule = from.schedule;
            warmupShare = from.warmupShare;
            optimizer = from.optimizer;
            maxTokens = from.maxTokens;
            checkpointEverySteps = from.checkpointEverySteps;
            validateEverySteps = from.validateEverySteps;
            seed = from.seed;
            gradients = from.gradients;
        }

        SftSettings settings() {
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
                    gradients);
        }
    }
}
