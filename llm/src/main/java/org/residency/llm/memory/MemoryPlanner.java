package org.residency.llm.memory;

import java.util.EnumMap;
import java.util.Map;
import org.residency.llm.decoding.LaidOutWeights;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.layers.LayerWalk;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.lora.Projection;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.OptimizerSettings;

/**
 * Counts the tensors that are alive when most are. Which ones a layer keeps for its backward pass follows from the kernels'
 * operators, one by one; docs/performance.md holds the result against measurements.
 *
 * <p>Legend: C width, I inner width, H query heads, K key/value heads, D width of a head, V words, L layers, M tokens of a
 * pass, N labelled places.
 */
public final class MemoryPlanner {
    private static final int FLOAT = 4;
    /** On a GPU: code of kernels that only a training loads, and what the allocator cannot hand out again. Measured. */
    private static final long OVERHEAD = 300_000_000;
    /** The same in generation. */
    private static final long SMALL_OVERHEAD = 100_000_000;

    private final ModelConfig config;
    private final ComputeType type;
    private final BaseQuantization quantization;
    private final ComputeDevice device;
    private final boolean gpu;
    private final boolean eightBit;

    /** Of a model whose base is not quantised. */
    public MemoryPlanner(ModelConfig config, ComputeType type, ComputeDevice device) {
        this(config, type, BaseQuantization.NONE, device);
    }

    public MemoryPlanner(ModelConfig config, ComputeType type, BaseQuantization quantization, ComputeDevice device) {
        this(config, type, quantization, device, false);
    }

    private MemoryPlanner(
            ModelConfig config,
            ComputeType type,
            BaseQuantization quantization,
            ComputeDevice device,
            boolean eightBit) {
        this.eightBit = eightBit;
        this.config = config;
        this.quantization = quantization;
        this.type = type;
        this.device = device;
        this.gpu = device instanceof ComputeDevice.Gpu;
    }

    /** Of a model as it was loaded. */
    public static MemoryPlanner of(Transformer transformer) {
        return new MemoryPlanner(
                transformer.config(),
                transformer.computeType(),
                transformer.quantization(),
                transformer.kernels().device());
    }

    /** The same of trainings with this optimizer. */
    public MemoryPlanner with(OptimizerSettings optimizer) {
        return new MemoryPlanner(config, type, quantization, device, optimizer.eightBit());
    }

    /** Whether {@link GradientMethod#AUTOMATIC} runs layers again for no other reason than memory. */
    public boolean savesMemoryAlone(LoraSettings lora, GradientMethod method) {
        return method == GradientMethod.AUTOMATIC
                && gpu
                && quantization == BaseQuantization.NONE
                && !lora.dora()
                && LayerWalk.fits(config, type, quantization, device, lora.dropout());
    }

    /** A training step of an adapter; the same for every loss. */
    public MemoryPlan training(LoraSettings lora, BatchSize batch, GradientMethod method) {
        GradientMethod chosen = method.with(type, quantization);
        boolean padded = chosen == GradientMethod.PADDED;
        long tokens = padded ? (long) batch.sequences() * batch.longest() : batch.tokens();
        if (!padded && !lora.dora() && LayerWalk.fits(config, type, quantization, device, lora.dropout())) {
            return walked(lora, batch, chosen.checkpointing());
        }
        long kept = tokens * keptOfALayer(lora, padded);
        long working = tokens * workingOfALayer() + dequantized() + changed(lora);
        long ends = tokens * config.hiddenSize() * width();
        long graph = chosen == GradientMethod.CHECKPOINTED ? config.layers() * ends : config.layers() * kept;
        long again = chosen == GradientMethod.CHECKPOINTED ? kept : 0;
        long logits = padded ? 3 * batch.labelled() * config.vocabularySize() * FLOAT : logitsOfAChunk(batch);
        // The last states and their gradients; logits are gone before a layer is gone back through.
        long last = 4 * batch.labelled() * config.hiddenSize() * width();
        long back = again + working + 2 * ends;
        return logits + last > back ? plan(lora, graph + last, logits, 0) : plan(lora, graph + back, 0, 0);
    }

    /** A layer at a time with written gradients: {@link LayerWalk} says what is kept. */
    private MemoryPlan walked(LoraSettings lora, BatchSize batch, boolean checkpointing) {
        long c = config.hiddenSize();
        long i = config.intermediateSize();
        long attended = queries() * width() + (long) FLOAT * config.heads();
        long narrow = (long) lora.rank() * lora.targets().size() * width();
        long others = (c + queries() + 2 * keys() + 2 * i) * width() + narrow;
        long begin = c * width() + attended;
        long tokens = batch.tokens();
        long kept = config.layers() * tokens * (checkpointing ? begin : begin + others);
        long again = checkpointing ? tokens * others : 0;
        // The flash kernel's backward pass sums queries in float32 and spreads keys and values over the query heads.
        long attention = tokens * queries() * (4 * width() + FLOAT);
        long inner = tokens * 2 * i * width() + dequantized(c * i);
        long outer = tokens * 2 * c * width() + dequantized(2 * c * i);
        long back = again + tokens * c * width() + Math.max(attention, Math.max(inner, outer));
        long last = tokens * 2 * c * width() + 4 * batch.labelled() * c * width();
        long logits = logitsOfAChunk(batch);
        return last + logits > back ? plan(lora, kept + last, logits, 0) : plan(lora, kept + back, 0, 0);
    }

    private long dequantized(long values) {
        return quantization == BaseQuantization.NONE ? 0 : values * width();
    }

    /** In the compute type, in float32, as probabilities, and their gradient in the compute type: of these the most at a time. */
    private long logitsOfAChunk(BatchSize batch) {
        long places = Math.min(batch.labelled(), GradientMethod.CHUNK);
        return places * config.vocabularySize() * (2 * FLOAT + (width() < FLOAT ? width() : 0));
    }

    /**
     * Generation. Weights that are laid out anew for it count twice.
     *
     * @param prompts computed side by side at the start
     * @param sequences continued side by side
     * @param adapter whether one is live
     */
    public MemoryPlan generation(
            LoraSettings lora, boolean adapter, int prompts, int sequences, int promptLength, int newTokens) {
        long cache = 2L
                * config.layers()
                * sequences
                * config.keyValueHeads()
                * (promptLength + newTokens)
                * config.headSize()
                * width();
        long first = (long) prompts * promptLength * workingOfALayer() + dequantized();
        long choosing = (long) sequences * config.vocabularySize() * FLOAT * 3;
        long weights = weights() + LaidOutWeights.bytes(config, type, quantization, device, newTokens);
        long factors = adapter ? parameters(lora) * FLOAT : 0;
        Map<MemoryPart, Long> parts = new EnumMap<>(MemoryPart.class);
        parts.put(MemoryPart.WEIGHTS, weights);
        parts.put(MemoryPart.ADAPTER, factors);
        parts.put(MemoryPart.CACHE, cache);
        parts.put(MemoryPart.ACTIVATIONS, Math.max(0, first - choosing) + (gpu ? SMALL_OVERHEAD : 0));
        parts.put(MemoryPart.LOGITS, choosing);
        return new MemoryPlan(parts);
    }

    private MemoryPlan plan(LoraSettings lora, long activations, long logits, long cache) {
        long factors = parameters(lora) * FLOAT;
        Map<MemoryPart, Long> parts = new EnumMap<>(MemoryPart.class);
        parts.put(MemoryPart.WEIGHTS, weights());
        parts.put(MemoryPart.ADAPTER, factors);
        // A byte a moment and an absmax for each 256.
        long moments = eightBit ? 2 * (factors / FLOAT) + 2 * factors / 256 : 2 * factors;
        parts.put(MemoryPart.OPTIMIZER, factors + moments);
        parts.put(MemoryPart.ACTIVATIONS, activations + (gpu ? OVERHEAD : 0));
        parts.put(MemoryPart.LOGITS, logits);
        parts.put(MemoryPart.CACHE, cache);
        return new MemoryPlan(parts);
    }

    private long width() {
        return type == ComputeType.FLOAT32 ? FLOAT : 2;
    }

    private long queries() {
        return (long) config.heads() * config.headSize();
    }

    private long keys() {
        return (long) config.keyValueHeads() * config.headSize();
    }

    private long weights() {
        long projections = 0;
        for (Projection projection : Projection.values()) {
            projections += quantization.bytes(projection.outputs(config), projection.inputs(config), width());
        }
        long layer = 2L * config.hiddenSize();
        if (config.architecture().queryKeyValueBias()) {
            layer += queries() + 2 * keys();
        }
        if (config.architecture().queryKeyNorm()) {
            layer += 2L * config.headSize();
        }
        long words = (long) config.vocabularySize() * config.hiddenSize();
        return config.layers() * projections
                + width() * (config.layers() * layer + words * (config.tiedHead() ? 1 : 2) + config.hiddenSize());
    }

    private long parameters(LoraSettings lora) {
        return lora.targets().stream()
                        .mapToLong(projection -> lora.rank() * (projection.inputs(config) + projection.outputs(config))
                                + (lora.dora() ? projection.outputs(config) : 0))
                        .sum()
                * config.layers();
    }

    /** Bytes a token that a layer's graph keeps. */
    private long keptOfALayer(LoraSettings lora, boolean padded) {
        long c = config.hiddenSize();
        long i = config.intermediateSize();
        boolean flash = gpu && width() < FLOAT && config.attentionWindow() == 0;
        // Rotated queries and the heads' outputs; keys and values, which only the flash kernel takes unrepeated.
        long attention = 2 * queries() + (flash ? 2 * keys() : 2 * queries());
        if (!padded && !flash) {
            // The sequences' outputs are put together anew.
            attention += queries();
        }
        // The layer's begin and its middle, each also normed; gate, its activation, up, and their product.
        long elements =
                4 * c + attention + 4 * i + (long) lora.rank() * lora.targets().size();
        if (config.architecture().queryKeyNorm()) {
            elements += queries() + keys();
        }
        if (lora.dropout() > 0) {
            // Each adapted projection has inputs of its own, and what they were multiplied by.
            elements += 2
                    * lora.targets().stream()
                            .mapToLong(projection -> projection.inputs(config))
                            .sum();
        }
        if (lora.dora()) {
            // Each adapted projection's outputs before they are scaled to the magnitude.
            elements += lora.targets().stream()
                    .mapToLong(projection -> projection.outputs(config))
                    .sum();
        }
        long statistics = FLOAT * (config.heads() + 2L);
        // Without a fused norm, 16 bit is normed in float32, whose copy is kept.
        long wide = width() < FLOAT && !gpu ? 2 * c * FLOAT : 0;
        return elements * width() + statistics + wide;
    }

    /** Bytes of the largest changed weight, made to measure its rows: the weight, its change and their sum in float32. */
    private long changed(LoraSettings lora) {
        return lora.dora()
                ? 3L
                        * FLOAT
                        * lora.targets().stream()
                                .mapToLong(projection -> projection.inputs(config) * projection.outputs(config))
                                .max()
                                .orElseThrow()
                : 0;
    }

    /** Bytes of a layer's weights in the compute type while its graph is kept, and of what the largest of them is made with. */
    private long dequantized() {
        if (quantization == BaseQuantization.NONE) {
            return 0;
        }
        long all = 0;
        long largest = 0;
        for (Projection projection : Projection.values()) {
            long values = projection.inputs(config) * projection.outputs(config);
            all += values;
            largest = Math.max(largest, values);
        }
        return all * width() + largest * (FLOAT + FLOAT / 2);
    }

    /** Bytes a token of what comes and goes within a layer. */
    private long workingOfALayer() {
        return (3L * config.intermediateSize() + 2L * config.hiddenSize()) * width();
    }
}
