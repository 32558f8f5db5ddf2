package org.residency.llm.training;

import java.time.Duration;

/**
 * What one optimizer step did.
 *
 * @param step steps done so far, this one included (the first step is 1)
 * @param totalSteps steps the training will take
 * @param loss mean over the labelled tokens of the step
 * @param learningRate the rate this step was taken with
 * @param gradientNorm global norm before clipping
 * @param tokens tokens run through the model in this step, padding left out
 * @param labelledTokens tokens that entered the loss
 * @param elapsed time this step took
 */
public record StepMetrics(
        int step,
        int totalSteps,
        double loss,
        double learningRate,
        double gradientNorm,
        long tokens,
        long labelledTokens,
        Duration elapsed) {

    public double tokensPerSecond() {
        return tokens / Math.max(1e-9, elapsed.toNanos() / 1e9);
    }
}
