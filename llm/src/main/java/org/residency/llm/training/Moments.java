package org.residency.llm.training;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;

/** What AdamW remembers of earlier gradients, and its step. */
sealed interface Moments permits FloatMoments, EightBitMoments {
    /**
     * Takes a step and sets the gradients to zero.
     *
     * @param step counted from 1
     * @return the gradients' global norm before clipping; where that is not finite, nothing has changed
     */
    double step(List<NDArray> parameters, List<NDArray> gradients, double learningRate, int step);

    /** All of it, by name. */
    Map<String, NDArray> tensors();
}
