package org.residency.llm.training;

import java.util.List;
import org.residency.llm.kernels.FlatTensors;

/** What AdamW remembers of earlier gradients, and its step. */
sealed interface Moments permits FloatMoments, EightBitMoments {
    /**
     * Takes a step and sets the gradients to zero.
     *
     * @param gradients in pieces like the parameters'
     * @param step counted from 1
     * @return the gradients' global norm before clipping; where that is not finite, nothing has changed
     */
    double step(List<FlatTensors> parameters, List<FlatTensors> gradients, double learningRate, int step);

    /** All of it. */
    List<FlatTensors> pieces();
}
