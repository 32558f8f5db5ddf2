package org.residency.worker.gpu.sft;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.OptionalDouble;

/** One line of the curve; see {@link org.residency.activities.sft.TrainedAdapter}. */
record CurvePoint(
        int step,
        double loss,
        double learningRate,
        double gradientNorm,
        long tokens,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalDouble validationLoss) {

    CurvePoint {
        validationLoss = validationLoss == null ? OptionalDouble.empty() : validationLoss;
    }

    CurvePoint withValidationLoss(double value) {
        return new CurvePoint(step, loss, learningRate, gradientNorm, tokens, OptionalDouble.of(value));
    }
}
