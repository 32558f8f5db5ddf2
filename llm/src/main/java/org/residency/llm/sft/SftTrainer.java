package org.residency.llm.sft;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.TrainingListener;

/** Trains a new adapter on examples; the model's weights stay as they are. */
public final class SftTrainer {
    public SftTrainer(Transformer transformer, LoraSettings lora, SftSettings settings) {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
    }

    /** How many of the examples are longer than {@code maxTokens}; {@link #train} refuses them. */
    public static long countTooLong(List<SftExample> examples, int maxTokens) {
        return examples.stream().filter(example -> example.size() > maxTokens).count();
    }

    /**
     * Trains to the last step, or until the listener asks to stop.
     *
     * @param validation may be empty
     * @param resumeFrom a checkpoint's folder of this same training (same data and settings)
     * @param output a checkpoint is a folder {@code step-000123} in here, written whole or not at all
     * @throws org.residency.llm.training.TrainingDivergedException where loss or gradient is not finite
     * @throws org.residency.llm.training.CheckpointMismatchException where {@code resumeFrom} is of another training
     */
    public SftResult train(
            List<SftExample> training,
            List<SftExample> validation,
            Optional<Path> resumeFrom,
            Path output,
            TrainingListener listener) {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
        return null;
    }
}
