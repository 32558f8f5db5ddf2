package org.residency.llm.model;

import org.residency.llm.folder.ModelFolder;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;

/** A model's immutable weights and its forward pass. */
public final class Transformer implements AutoCloseable {
    private final ModelConfig config;

    private Transformer(ModelConfig config) {
        this.config = config;
    }

    /** @throws org.residency.llm.folder.ModelFormatException where config or weights cannot be used */
    public static Transformer load(ModelFolder folder, ComputeDevice device, ComputeType type, int threads) {
        return new Transformer(ModelConfig.read(folder.config()));
    }

    public ModelConfig config() {
        return config;
    }

    /** Weights in all, embeddings included. */
    public long parameterCount() {
        return 0;
    }

    @Override
    public void close() {}
}
