package org.residency.llm.training;

import java.util.Collection;

/**
 * What watches over a training. A fault is a loss or a gradient that is no finite number, or a loss that has risen too far:
 * its step and the step before it, whose update it judges, are taken back, and the training goes on with the next data.
 *
 * @param maxSetbacks how often a training may go back to its last good step; 0 where the first fault ends it
 * @param maxLossRise how many times the running mean of the losses a step's loss may be; 0 for any finite number
 * @param earlyStopPatience validations in a row without a new best after which the training ends with the best adapter; 0
 *     for never
 */
public record TrainingGuard(int maxSetbacks, double maxLossRise, int earlyStopPatience) {
    public TrainingGuard {
        if (maxSetbacks < 0) {
            throw new IllegalArgumentException("maxSetbacks is " + maxSetbacks + ", must be 0 or more");
        }
        if (!(maxLossRise == 0 || (maxLossRise > 1 && maxLossRise < Double.POSITIVE_INFINITY))) {
            throw new IllegalArgumentException("maxLossRise is " + maxLossRise + ", must be 0 or above 1");
        }
        if (maxLossRise > 0 && maxSetbacks == 0) {
            throw new IllegalArgumentException(
                    "maxLossRise is " + maxLossRise + " but maxSetbacks 0, which lets nothing go back; raise it");
        }
        if (earlyStopPatience < 0) {
            throw new IllegalArgumentException("earlyStopPatience is " + earlyStopPatience + ", must be 0 or more");
        }
    }

    /** No going back and no early end. */
    public static TrainingGuard off() {
        return new TrainingGuard(0, 0, 0);
    }

    public boolean isOff() {
        return equals(off());
    }

    /**
     * Refuses data that a training under this guard cannot do with.
     *
     * @param training what it learns from
     * @param validation what is held back
     * @param what one of either is called
     */
    public void requireData(Collection<?> training, Collection<?> validation, String what) {
        if (training.isEmpty()) {
            throw new IllegalArgumentException("training is empty, must hold at least one " + what);
        }
        if (stopsEarly() && validation.isEmpty()) {
            throw new IllegalArgumentException("earlyStopPatience is " + earlyStopPatience + " but there is no " + what
                    + " to validate with; hold some back, or set it to 0");
        }
    }

    boolean goesBack() {
        return maxSetbacks > 0;
    }

    boolean stopsEarly() {
        return earlyStopPatience > 0;
    }

    /** Copies kept in memory, each as large as the adapter: factors and moments of the last good step, the best factors. */
    public int copies() {
        return (goesBack() ? 3 : 0) + (stopsEarly() ? 1 : 0);
    }
}
