package org.residency.llm.lora;

import java.nio.file.Path;
import java.util.List;
import org.residency.llm.model.Transformer;
import org.residency.llm.tokenizer.TokenIds;

/** Makes base weights and adapter one: {@code W + scaling · B · A}, computed in float32. */
public final class AdapterMerger {
    /**
     * Writes a new model folder: merged weights in the base's types, its config and tokenizer files. The folder appears
     * whole or not at all.
     */
    public void merge(Path baseFolder, Path adapterFolder, Path output) {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
    }

    /** Compares base plus live adapter with the merged model on token sequences (at least one of 2 tokens). */
    public static EquivalenceReport compare(
            Transformer base, LoraAdapter adapter, Transformer merged, List<TokenIds> texts) {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
        return null;
    }
}
