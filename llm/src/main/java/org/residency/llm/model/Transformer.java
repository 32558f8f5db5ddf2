package org.residency.llm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.kernels.KernelCall;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.kernels.TensorFiles;
import org.residency.llm.tokenizer.TokenIds;

/**
 * A model's weights and its forward pass. Weights never change while one of these holds them, save by the
 * {@code pretraining} that made them.
 *
 * <p>Several threads may generate at once; nothing may run beside a training.
 */
public final class Transformer implements AutoCloseable {
    /** Tensors before the first layer's. */
    private static final int ENDS = 4;
    /** Tensors of a layer. */
    private static final int TENSORS = 14;

    private final ModelConfig config;
    private final Kernels kernels;
    private final ComputeType computeType;
    private final BaseQuantization quantization;
    private final NDManager manager;
    private final List<NDArray> weights;
    private final NDArray none;

    private Transformer(
            ModelConfig config,
            Kernels kernels,
            ComputeType computeType,
            BaseQuantization quantization,
            NDManager manager,
            List<NDArray> weights) {
        this.config = config;
        this.kernels = kernels;
        this.computeType = computeType;
        this.quantization = quantization;
        this.manager = manager;
        this.weights = List.copyOf(weights);
        this.none = manager.zeros(new Shape(0), DataType.FLOAT32);
    }

    /**
     * Reads config and weights, none of them quantised.
     *
     * @param threads of one operation on the CPU, for the whole process; 0 leaves the engine's choice
     * @throws ModelFormatException where config or weights cannot be used
     */
    public static Transformer load(ModelFolder folder, ComputeDevice device, ComputeType type, int threads) {
        return load(folder, device, type, BaseQuantization.NONE, threads);
    }

    /**
     * Reads config and weights.
     *
     * @param quantization of the projections, done while they are read
     * @param threads of one operation on the CPU, for the whole process; 0 leaves the engine's choice
     * @throws ModelFormatException where config or weights cannot be used, or not be quantised
     */
    public static Transformer load(
            ModelFolder folder, ComputeDevice device, ComputeType type, BaseQuantization quantization, int threads) {
        WeightFiles weights = WeightFiles.open(folder);
        new WeightLayout(weights.config()).requireQuantizable(quantization, folder.config());
        Kernels kernels = Kernels.start(device, threads);
        try {
            TensorFiles files = new TensorFiles(kernels);
            return assemble(
                    weights.config(),
                    kernels,
                    type,
                    quantization,
                    (slot, owner) -> files.read(weights.tensors(), slot, type, owner));
        } catch (RuntimeException e) {
            kernels.close();
            throw e;
        }
    }

    /** A new model in float32 on the CPU whose weights a function gives; for training from nothing. */
    public static Transformer create(ModelConfig config, int threads, WeightSource source) {
        Kernels kernels = Kernels.start(ComputeDevice.cpu(), threads);
        try {
            Map<String, List<Long>> shapes = new LinkedHashMap<>();
            new WeightLayout(config).slots().forEach(slot -> shapes.put(slot.name(), slot.shape()));
            return assemble(config, kernels, ComputeType.FLOAT32, BaseQuantization.NONE, (name, owner) -> {
                long[] shape =
                        shapes.get(name).stream().mapToLong(Long::longValue).toArray();
                return owner.create(source.weights(name, shapes.get(name)), new Shape(shape));
            });
        } catch (RuntimeException e) {
            kernels.close();
            throw e;
        }
    }

    /**
     * As the other, nothing quantised.
     */
    public static Transformer random(
            ModelConfig config, ComputeDevice device, ComputeType type, int threads, long seed) {
        return random(config, device, type, BaseQuantization.NONE, threads, seed);
    }

    /**
     * A model of a shape with normally distributed weights (deviation 0.02, norms 1), made on the device: what speed and
     * memory are measured with where no weights are at hand.
     */
    public static Transformer random(
            ModelConfig config,
            ComputeDevice device,
            ComputeType type,
            BaseQuantization quantization,
            int threads,
            long seed) {
        Kernels kernels = Kernels.start(device, threads);
        try {
            Map<String, List<Long>> shapes = new LinkedHashMap<>();
            new WeightLayout(config).slots().forEach(slot -> shapes.put(slot.name(), slot.shape()));
            List<String> names = List.copyOf(shapes.keySet());
            return assemble(config, kernels, type, quantization, (name, owner) -> {
                try (NDManager step = owner.newSubManager()) {
                    NDArray tensor = kernels.call("random_weight", step)
                            .tensor(step.create(0f))
                            .integers(shapes.get(name).stream()
                                    .mapToLong(Long::longValue)
                                    .toArray())
                            .integers(type.torchCode(), seed + names.indexOf(name))
                            .reals(name.endsWith("norm.weight") ? 1 : 0, name.endsWith("norm.weight") ? 0 : 0.02)
                            .run()
                            .head();
                    tensor.attach(owner);
                    return tensor;
                }
            });
        } catch (RuntimeException e) {
            kernels.close();
            throw e;
        }
    }

    public ModelConfig config() {
        return config;
    }

    public Kernels kernels() {
        return kernels;
    }

    /** The type the weights are held and multiplied in. */
    public ComputeType computeType() {
        return computeType;
    }

    /** How the projections are held. */
    public BaseQuantization quantization() {
        return quantization;
    }

    /** Weights in all, embeddings included, a tied head counted once. */
    public long parameterCount() {
        return new WeightLayout(config).parameterCount();
    }

    /** Every weight once, by its Hugging Face name; a quantised one is its codes. */
    public Map<String, NDArray> namedWeights() {
        Map<String, NDArray> named = new LinkedHashMap<>();
        List<WeightLayout.Slot> slots = new WeightLayout(config).slots();
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).present()) {
                named.put(slots.get(i).name(), weights.get(i + 1));
            }
        }
        return named;
    }

    /** An empty tensor, which stands for what is not there. */
    public NDArray none() {
        return none;
    }

    /** Rotary table, embedding, final norm and head. */
    public List<NDArray> ends() {
        return weights.subList(0, ENDS);
    }

    /** Fourteen tensors a layer, as the kernels take them: norm, four projections, norm, three projections, biases, norms. */
    public List<NDArray> layerWeights() {
        return weights.subList(ENDS, ENDS + TENSORS * config.layers());
    }

    /** What belongs to each layer's seven quantised projections, in pairs; empty where none is quantised. */
    public List<NDArray> quantizationState() {
        int from = ENDS + TENSORS * config.layers();
        return weights.size() == from ? List.of() : weights.subList(from, weights.size() - 1);
    }

    /** What quantised values are looked up in; empty where none is quantised. */
    public Optional<NDArray> quantizationTables() {
        return quantizationState().isEmpty() ? Optional.empty() : Optional.of(weights.get(weights.size() - 1));
    }

    /** Begins a kernel call with this model's weights as its first argument; results belong to {@code owner}. */
    public KernelCall call(String method, NDManager owner) {
        return kernels.call(method, owner).list("w", weights);
    }

    /** The same with an adapter as second argument, or with none. */
    public KernelCall call(String method, NDManager owner, Optional<? extends Adaptation> adaptation) {
        return call(method, owner).list("a", adaptation.map(Adaptation::tensors).orElse(List.of(none)));
    }

    /** The whole numbers a kernel takes: the model's shape, what the kernel wants beside it, and the attention window. */
    public long[] integers(long... more) {
        long[] all = new long[5 + more.length];
        all[0] = config.layers();
        all[1] = config.heads();
        all[2] = config.keyValueHeads();
        all[3] = config.headSize();
        System.arraycopy(more, 0, all, 4, more.length);
        all[all.length - 1] = config.attentionWindow();
        return all;
    }

    /** The numbers a kernel takes: epsilon, the adapter's scaling and dropout, then what the kernel wants beside it. */
    public double[] reals(Optional<? extends Adaptation> adaptation, double dropout, double... more) {
        double[] all = new double[3 + more.length];
        all[0] = config.normEpsilon();
        all[1] = adaptation.map(Adaptation::scaling).orElse(0.0);
        all[2] = dropout;
        System.arraycopy(more, 0, all, 3, more.length);
        return all;
    }

    /**
     * Logits after each token of a sequence: float32 [T, V], belonging to {@code owner}.
     *
     * @throws ContextLengthException where the sequence is too long
     */
    public NDArray logits(TokenIds tokens, Optional<? extends Adaptation> adaptation, NDManager owner) {
        ContextLengthException.require(tokens.size(), config.contextLength());
        try (NDManager step = owner.newSubManager()) {
            long[] ids = LongStream.range(0, tokens.size())
                    .map(i -> tokens.get((int) i))
                    .toArray();
            NDArray logits = call("logits", step, adaptation)
                    .integers(integers(0))
                    .reals(reals(adaptation, 0))
                    .tensor(step.create(ids, new Shape(1, ids.length)))
                    .tensor(step.create(LongStream.range(0, ids.length).toArray()))
                    .run()
                    .head();
            logits.attach(owner);
            return logits;
        }
    }

    @Override
    public void close() {
        manager.close();
        kernels.close();
    }

    /** Start values of a weight by its Hugging Face name and shape. */
    @FunctionalInterface
    public interface WeightSource {
        float[] weights(String name, List<Long> shape);
    }

    @FunctionalInterface
    private interface TensorSource {
        NDArray tensor(String name, NDManager owner);
    }

    private static Transformer assemble(
            ModelConfig config, Kernels kernels, ComputeType type, BaseQuantization quantization, TensorSource source) {
        NDManager manager = kernels.newManager();
        List<NDArray> weights = new ArrayList<>();
        weights.add(manager.create(config.rotary().table(config.headSize())));
        Map<String, NDArray> read = new LinkedHashMap<>();
        NDArray absent = manager.zeros(new Shape(0), DataType.FLOAT32);
        WeightQuantizer quantizer = new WeightQuantizer(kernels, quantization, manager);
        for (WeightLayout.Slot slot : new WeightLayout(config).slots()) {
            weights.add(
                    slot.present()
                            ? read.computeIfAbsent(
                                    slot.name(), name -> quantizer.held(slot, source.tensor(name, manager)))
                            : absent);
            if (type != ComputeType.FLOAT32 && quantization == BaseQuantization.NONE) {
                AdjacentWeights.join(kernels, manager, weights);
            }
        }
        weights.addAll(quantizer.state());
        return new Transformer(config, kernels, type, quantization, manager, weights);
    }
}
