package org.residency.llm.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.residency.llm.model.Architecture;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.model.RotaryEmbedding;

/** A shape to measure with; {@code bench/peers/shapes.py} has the same. */
public enum BenchShape {
    LLAMA_8B("llama-8b", Architecture.LLAMA, 128_256, 4096, 14_336, 32, 32, 8, 1e-5, false),
    QWEN2_1_5B("qwen2-1.5b", Architecture.QWEN2, 151_936, 1536, 8960, 28, 12, 2, 1e-6, true),
    QWEN2_0_5B("qwen2-0.5b", Architecture.QWEN2, 151_936, 896, 4864, 24, 14, 2, 1e-6, true),
    TINY("tiny", Architecture.LLAMA, 32_000, 512, 1536, 8, 8, 4, 1e-5, true),
    /** Hardly anything: brings the engine's code into memory before something is measured. */
    MINUTE("minute", Architecture.LLAMA, 64, 64, 128, 1, 4, 2, 1e-5, true);

    private final String settingName;
    private final Architecture architecture;
    private final int words;
    private final int width;
    private final int inner;
    private final int layers;
    private final int heads;
    private final int keyValueHeads;
    private final double epsilon;
    private final boolean tied;

    BenchShape(
            String settingName,
            Architecture architecture,
            int words,
            int width,
            int inner,
            int layers,
            int heads,
            int keyValueHeads,
            double epsilon,
            boolean tied) {
        this.settingName = settingName;
        this.architecture = architecture;
        this.words = words;
        this.width = width;
        this.inner = inner;
        this.layers = layers;
        this.heads = heads;
        this.keyValueHeads = keyValueHeads;
        this.epsilon = epsilon;
        this.tied = tied;
    }

    public String settingName() {
        return settingName;
    }

    public static BenchShape named(String name) {
        return Arrays.stream(values())
                .filter(shape -> shape.settingName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("shape is '%s', must be one of %s"
                        .formatted(
                                name,
                                Arrays.stream(values())
                                        .map(BenchShape::settingName)
                                        .toList())));
    }

    public ModelConfig config(int contextLength) {
        return new ModelConfig(
                architecture,
                words,
                width,
                inner,
                layers,
                heads,
                keyValueHeads,
                width / heads,
                contextLength,
                0,
                epsilon,
                RotaryEmbedding.plain(10_000),
                tied,
                Optional.of(1),
                List.of(2));
    }

    /** Weights that every token is multiplied with: projections and head, without the embedding's look-up. */
    public long multiplied() {
        long queries = width;
        long keys = (long) keyValueHeads * (width / heads);
        long layer = 2L * width * queries + 2L * width * keys + 3L * width * inner;
        return layers * layer + (long) words * width;
    }
}
