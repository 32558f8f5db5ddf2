package org.residency.llm.sft;

import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How a fine-tuning ended.
 *
 * @param folder the last checkpoint: adapter and everything needed to go on; the adapter's own two files in it are what
 *     PEFT reads
 * @param finalLoss mean loss of the last step; NaN where no step was taken
 * @param validationLoss of that adapter
 * @param adapterStep the step that the adapter is of: the last, or the best validated one where a guard stops early
 * @param drained true where the listener asked to stop before the last step
 */
public record SftResult(
        Path folder,
        int steps,
        int totalSteps,
        double finalLoss,
        OptionalDouble validationLoss,
        int adapterStep,
        boolean drained) {
    public SftResult {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(validationLoss, "validationLoss");
    }
}
