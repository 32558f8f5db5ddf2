package org.residency.llm.training;

import java.util.Objects;

/**
 * The learning rate of each step: linear warm-up from zero, then a shape, as Transformers'
 * {@code get_constant_schedule_with_warmup}, {@code get_linear_schedule_with_warmup} and
 * {@code get_cosine_schedule_with_warmup}.
 *
 * @param peak the rate after warm-up, above 0
 * @param warmupSteps steps of warm-up, 0 or more
 * @param totalSteps steps in all, at least 1
 */
public record LearningRateSchedule(Shape shape, double peak, int warmupSteps, int totalSteps) {
    /** The course after warm-up. */
    public enum Shape {
        CONSTANT,
        /** Down to zero in a straight line. */
        LINEAR,
        /** Down to zero in half a cosine wave. */
        COSINE
    }

    public LearningRateSchedule {
        Objects.requireNonNull(shape, "shape");
        if (!(peak > 0 && peak <= 1)) {
            throw new IllegalArgumentException("learning rate is " + peak + ", must be above 0 and at most 1");
        }
        if (warmupSteps < 0) {
            throw new IllegalArgumentException("warmupSteps is " + warmupSteps + ", must be 0 or more");
        }
        if (totalSteps < 1) {
            throw new IllegalArgumentException("totalSteps is " + totalSteps + ", must be 1 or more");
        }
    }

    /** @param warmupShare share of the steps that warm up, 0 to 1; a part of a step counts as a whole one */
    public static LearningRateSchedule of(Shape shape, double peak, double warmupShare, int totalSteps) {
        return new LearningRateSchedule(shape, peak, (int) Math.ceil(warmupShare * totalSteps), totalSteps);
    }

    /** The rate of the step with this index, counted from 0. */
    public double at(int step) {
        if (step < warmupSteps) {
            return peak * step / Math.max(1, warmupSteps);
        }
        double progress = (double) (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
        return switch (shape) {
            case CONSTANT -> peak;
            case LINEAR -> peak * Math.max(0, 1 - progress);
            case COSINE -> peak * Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
        };
    }
}
