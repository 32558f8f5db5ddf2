package org.residency.llm.gguf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.lora.AdapterFactors;
import org.residency.llm.model.Architecture;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.model.RotaryScaling;
import org.residency.llm.model.WeightFiles;
import org.residency.llm.safetensors.TensorEntry;

/**
 * Writes a model folder, with or without an adapter, as one GGUF file (version 3, as ggml's specification has it) that
 * llama.cpp loads. Weights are streamed; an adapter is added in float32 before anything is rounded.
 */
public final class GgufExport {
    private static final int QUANTIZATION_VERSION = 2;

    private final Path baseModel;
    private final Optional<Path> adapter;

    public GgufExport(Path baseModel, Optional<Path> adapter) {
        this.baseModel = baseModel;
        this.adapter = adapter;
    }

    /** Told of each tensor that is written. */
    @FunctionalInterface
    public interface Listener {
        void onTensor(int done, int all);
    }

    /**
     * Writes the file, whole or not at all.
     *
     * @throws ModelFormatException where the folder cannot be used, or llama.cpp has no counterpart for something in it
     */
    public void write(Path file, GgufType type, Listener listener) {
        ModelFolder folder = ModelFolder.open(baseModel);
        WeightFiles weights = WeightFiles.open(folder);
        ModelConfig config = weights.config();
        Optional<AdapterFactors> factors =
                adapter.map(of -> AdapterFactors.open(of, weights.tensors(), config.layers()));
        GgufMetadata metadata = metadata(folder, config, type);
        new GgufVocabulary(folder, config.vocabularySize()).addTo(metadata);
        List<GgufTensor> tensors = new ArrayList<>();
        if (config.rotary().scaling() instanceof RotaryScaling.Llama3) {
            tensors.add(rotaryFactors(folder, config));
        }
        for (String name : weights.names()) {
            tensors.add(tensor(weights, name, factors, type));
        }
        AtomicInteger done = new AtomicInteger();
        GgufWriter.write(file, metadata, tensors, tensor -> listener.onTensor(done.incrementAndGet(), tensors.size()));
    }

    private static GgufTensor tensor(
            WeightFiles weights, String name, Optional<AdapterFactors> factors, GgufType type) {
        ModelConfig config = weights.config();
        TensorEntry entry = weights.tensors().entry(name);
        String own = GgufNames.of(name);
        // A tied embedding is the head as well, and is kept as precisely.
        String formOf = config.tiedHead() && own.equals(GgufNames.EMBEDDING) ? GgufNames.HEAD : own;
        long columns = entry.shape().get(entry.shape().size() - 1);
        BlockFormat format = type.format(formOf, entry.shape().size() > 1, columns, config.layers());
        return new GgufTensor(
                own, entry.shape(), format, WeightRows.of(weights.tensors(), name, factors, turned(config, own)));
    }

    /** Heads whose rows are reordered: those of Llama's query and key. */
    private static int turned(ModelConfig config, String name) {
        if (!family(config).equals("llama")) {
            return 0;
        }
        return name.endsWith("attn_q.weight")
                ? config.heads()
                : name.endsWith("attn_k.weight") ? config.keyValueHeads() : 0;
    }

    private static String family(ModelConfig config) {
        return config.architecture() == Architecture.MISTRAL
                ? "llama"
                : config.architecture().modelType();
    }

    private static GgufMetadata metadata(ModelFolder folder, ModelConfig config, GgufType type) {
        String family = family(config);
        GgufMetadata metadata = new GgufMetadata()
                .put("general.architecture", family)
                .put("general.type", "model")
                .put(
                        "general.name",
                        folder.path().toAbsolutePath().getFileName().toString())
                .put("general.file_type", type.code())
                .put("general.quantization_version", QUANTIZATION_VERSION)
                .put(family + ".vocab_size", config.vocabularySize())
                .put(family + ".context_length", contextLength(config))
                .put(family + ".embedding_length", config.hiddenSize())
                .put(family + ".block_count", config.layers())
                .put(family + ".feed_forward_length", config.intermediateSize())
                .put(family + ".attention.head_count", config.heads())
                .put(family + ".attention.head_count_kv", config.keyValueHeads())
                .put(family + ".attention.key_length", config.headSize())
                .put(family + ".attention.value_length", config.headSize())
                .put(family + ".attention.layer_norm_rms_epsilon", config.normEpsilon())
                .put(family + ".rope.dimension_count", config.headSize())
                .put(family + ".rope.freq_base", config.rotary().base());
        addScaling(metadata, folder, config);
        return metadata;
    }

    /** Up to where both compute alike: llama.cpp has no window for Llama's layers, and no stretching that grows. */
    private static int contextLength(ModelConfig config) {
        int context = config.contextLength();
        if (config.rotary().scaling() instanceof RotaryScaling.Dynamic dynamic) {
            context = dynamic.trainedContext();
        }
        return config.attentionWindow() > 0 ? Math.min(context, config.attentionWindow()) : context;
    }

    private static void addScaling(GgufMetadata metadata, ModelFolder folder, ModelConfig config) {
        String prefix = family(config) + ".rope.scaling.";
        RotaryScaling scaling = config.rotary().scaling();
        if (scaling instanceof RotaryScaling.Linear linear) {
            metadata.put(prefix + "type", "linear").put(prefix + "factor", linear.factor());
        } else if (scaling instanceof RotaryScaling.Yarn yarn) {
            requireUsual(folder, yarn);
            metadata.put(prefix + "type", "yarn")
                    .put(prefix + "factor", yarn.factor())
                    .put(prefix + "original_context_length", yarn.originalContext());
        }
    }

    /** GGUF's keys for YaRN's other numbers came late and are read by some versions alone. */
    private static void requireUsual(ModelFolder folder, RotaryScaling.Yarn yarn) {
        RotaryScaling.Yarn usual = RotaryScaling.Yarn.usual(yarn.factor(), yarn.originalContext());
        if (!yarn.equals(usual)) {
            throw new ModelFormatException(
                    folder.config(),
                    "yarn scaling with " + yarn.toJson(),
                    "the usual " + usual.toJson() + ", which is all that a GGUF file tells",
                    "export a model without settings of its own for yarn");
        }
    }

    /** What Llama 3.1 divides each frequency by; llama.cpp reads it as a tensor. */
    private static GgufTensor rotaryFactors(ModelFolder folder, ModelConfig config) {
        if (!family(config).equals("llama")) {
            throw new ModelFormatException(
                    folder.config(),
                    "llama3 scaling in a model of kind " + family(config),
                    "llama3 scaling in Llama models alone, as llama.cpp has it",
                    "export a model with another scaling");
        }
        double base = config.rotary().base();
        float[] plain = new RotaryScaling.None().frequencies(base, config.headSize());
        float[] scaled = config.rotary().scaling().frequencies(base, config.headSize());
        return new GgufTensor(
                "rope_freqs.weight", List.of((long) plain.length), BlockFormat.F32, (first, count, values) -> {
                    for (int i = 0; i < plain.length; i++) {
                        values[i] = plain[i] / scaled[i];
                    }
                });
    }
}
