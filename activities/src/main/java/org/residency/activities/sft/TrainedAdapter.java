package org.residency.activities.sft;

import java.util.Objects;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.ArtifactRef;

/**
 * @param curve JSONL, one optimizer step a line: its number as "step", {@code loss}, {@code learningRate},
 *     {@code gradientNorm}, {@code tokens}, and {@code validationLoss} where it was measured
 * @param shortenedExamples examples whose reasoning was cut to fit
 * @param droppedExamples examples whose question and answer alone are too long
 */
public record TrainedAdapter(
        Adapter adapter,
        ArtifactRef curve,
        int steps,
        double firstLoss,
        double lastLoss,
        int examples,
        int shortenedExamples,
        int droppedExamples) {

    public TrainedAdapter {
        Objects.requireNonNull(adapter, "adapter");
        Objects.requireNonNull(curve, "curve");
    }
}
