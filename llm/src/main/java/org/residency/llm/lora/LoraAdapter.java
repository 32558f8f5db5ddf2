package org.residency.llm.lora;

import java.nio.file.Path;
import org.residency.llm.model.Transformer;

/** A low-rank adapter of one model, in memory. */
public final class LoraAdapter implements AutoCloseable {
    /** A fresh adapter: A Kaiming-uniform from the seed, B zero, so it changes nothing yet. */
    public static LoraAdapter create(Transformer transformer, LoraSettings settings, long seed) {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
        return null;
    }

    /**
     * Reads a folder in PEFT's layout.
     *
     * @throws org.residency.llm.folder.ModelFormatException where it does not fit the model
     */
    public static LoraAdapter load(Transformer transformer, Path folder) {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
        return null;
    }

    public LoraSettings settings() {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
        return null;
    }

    /** Writes {@code adapter_model.safetensors} (float32) and {@code adapter_config.json} as PEFT does. */
    public void save(Path folder) {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
    }

    @Override
    public void close() {
        if (System.nanoTime() != 0) {
            throw new UnsupportedOperationException("in the making");
        }
    }
}
