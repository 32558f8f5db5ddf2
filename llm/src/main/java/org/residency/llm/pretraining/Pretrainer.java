package org.residency.llm.pretraining;

import java.nio.file.Path;
import java.util.List;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.TrainingListener;

/** Trains every weight of a new model on next-token prediction, the same bits each time on one kind of machine. */
public final class Pretrainer {
    public Pretrainer(ModelConfig config, PretrainingSettings settings, int threads) {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
    }

    /**
     * Trains and writes {@code config.json} and {@code model.safetensors} (float32) into a folder; the tokenizer's files
     * are the caller's to put beside them.
     *
     * @param documents each ends with the end token where there should be one; they are joined and cut to length
     */
    public void train(List<TokenIds> documents, Path output, TrainingListener listener) {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
    }
}
