package org.residency.llm.training;

import java.util.Map;
import java.util.OptionalDouble;

/** What one kind of training does at each step; {@link TrainingLoop} does the rest. */
public interface StepwiseTraining {
    /**
     * Adds the gradient of a step's loss to the optimizer's sums.
     *
     * @param step counted from 0
     */
    Pass accumulate(int step);

    /** Mean loss over what is held back for validation; empty where nothing is. */
    OptionalDouble validate();

    /**
     * A step's forward and backward passes.
     *
     * @param loss mean over what the step learns from
     * @param tokens run through the model, padding left out
     * @param labelledTokens that entered the loss
     * @param measured whatever else there is to tell, by name
     */
    record Pass(double loss, long tokens, long labelledTokens, Map<String, Double> measured) {
        public Pass {
            measured = Map.copyOf(measured);
        }
    }
}
