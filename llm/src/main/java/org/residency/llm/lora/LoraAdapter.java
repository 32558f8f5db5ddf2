package org.residency.llm.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.kernels.FlatTensors;
import org.residency.llm.kernels.TensorFiles;
import org.residency.llm.model.Adaptation;
import org.residency.llm.model.Transformer;
import org.residency.llm.safetensors.SafetensorsReader;

/**
 * A low-rank adapter of one model, in memory and float32: A [r, in] and B [out, r] of each adapted projection, and with DoRA a
 * magnitude [out]. Close it before its model.
 */
public final class LoraAdapter implements Adaptation, AutoCloseable {
    static final String WEIGHTS = "adapter_model.safetensors";

    private final Transformer transformer;
    private final AdapterConfig config;
    private final NDManager manager;
    private final FlatTensors flat;
    private final List<NDArray> tensors;

    /** All zeros. */
    private LoraAdapter(Transformer transformer, AdapterConfig config) {
        this.transformer = transformer;
        this.config = config;
        this.manager = transformer.kernels().newManager();
        List<AdapterTensor> all = AdapterTensor.all(
                transformer.config().layers(), config.settings().dora());
        Map<String, Shape> shapes = new LinkedHashMap<>();
        all.stream()
                .filter(one -> config.targets().include(one.layer(), one.projection()))
                .forEach(one -> shapes.put(
                        one.name(),
                        one.shape(transformer.config(), config.settings().rank())));
        this.flat = FlatTensors.zeros(transformer.kernels(), shapes, manager);
        NDArray none = manager.zeros(new Shape(0), DataType.FLOAT32);
        this.tensors = all.stream()
                .map(one -> flat.named().getOrDefault(one.name(), none))
                .toList();
    }

    /**
     * A fresh adapter: A Kaiming-uniform from the seed, B zero, and a magnitude that of the weight's rows, so it changes
     * nothing yet.
     */
    public static LoraAdapter create(Transformer transformer, LoraSettings settings, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        AdapterConfig config = new AdapterConfig(settings, TargetModules.everywhere(settings.targets()));
        LoraAdapter adapter = new LoraAdapter(transformer, config);
        for (AdapterTensor one : AdapterTensor.all(transformer.config().layers(), false)) {
            NDArray tensor = adapter.flat.named().get(one.name());
            if (tensor != null && one.part() == AdapterTensor.Part.A) {
                adapter.fill(tensor, random);
            }
        }
        if (settings.dora()) {
            adapter.beginWithMagnitudesOfWeights();
        }
        return adapter;
    }

    /**
     * Reads a folder in PEFT's layout.
     *
     * @throws ModelFormatException where it does not fit the model
     */
    public static LoraAdapter load(Transformer transformer, Path folder) {
        AdapterConfig config = AdapterConfig.read(
                folder.resolve(AdapterConfig.FILE), transformer.config().layers());
        SafetensorsReader reader = SafetensorsReader.open(folder.resolve(WEIGHTS));
        LoraAdapter adapter = new LoraAdapter(transformer, config);
        try {
            adapter.read(reader);
        } catch (RuntimeException e) {
            adapter.close();
            throw e;
        }
        return adapter;
    }

    public LoraSettings settings() {
        return config.settings();
    }

    /** Weights in all. */
    public long parameterCount() {
        return flat.whole().size();
    }

    @Override
    public List<NDArray> tensors() {
        return tensors;
    }

    @Override
    public double scaling() {
        return config.settings().scaling();
    }

    @Override
    public boolean decomposed() {
        return config.settings().dora();
    }

    /** The tensors that are there, by their name in PEFT's file, in the order of {@link #tensors}. */
    public Map<String, NDArray> namedTensors() {
        return flat.named();
    }

    /** The same in the one piece of memory that they lie in. */
    public FlatTensors flat() {
        return flat;
    }

    /** Writes {@code adapter_model.safetensors} (float32) and {@code adapter_config.json} as PEFT does. */
    public void save(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder, e);
        }
        new TensorFiles(transformer.kernels()).write(folder.resolve(WEIGHTS), List.of(flat));
        config.write(folder.resolve(AdapterConfig.FILE), transformer.config().layers());
    }

    /** The same as it is now, for many uses in a row: what its magnitudes come to is computed once and belongs to the owner. */
    public Adaptation settled(NDManager owner) {
        if (!decomposed()) {
            return this;
        }
        List<NDArray> all = new ArrayList<>(tensors);
        try (NDManager step = owner.newSubManager()) {
            NDList norms = changedNorms(step);
            for (int i = 0; i < norms.size(); i++) {
                NDArray gain = tensors.get(factors() + i).div(norms.get(i));
                gain.attach(owner);
                all.add(gain);
            }
        }
        return new Settled(List.copyOf(all), scaling());
    }

    @Override
    public void close() {
        manager.close();
    }

    private void fill(NDArray a, SplittableRandom random) {
        // Kaiming with a = sqrt(5), as PEFT: bound sqrt(6 / ((1 + 5) in)) = 1 / sqrt(in).
        double bound = 1 / Math.sqrt((double) a.getShape().get(1));
        float[] values = new float[Math.toIntExact(a.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        try (NDArray made = manager.create(values, a.getShape())) {
            transformer.kernels().copy(List.of(made), List.of(a));
        }
    }

    private void read(SafetensorsReader reader) {
        flat.named().forEach((name, tensor) -> requireShape(reader, name, tensor.getShape()));
        for (String name : reader.names()) {
            if (!flat.named().containsKey(name)) {
                throw new ModelFormatException(
                        reader.entry(name).file(),
                        "tensor " + name,
                        "tensors of the projections in " + AdapterConfig.FILE + " alone",
                        "use an adapter made for this model");
            }
        }
        new TensorFiles(transformer.kernels()).fill(reader, flat);
    }

    private void beginWithMagnitudesOfWeights() {
        try (NDManager step = manager.newSubManager()) {
            // B is zero, so what is changed is the weight itself.
            NDList norms = changedNorms(step);
            transformer.kernels().copy(norms, tensors.subList(factors(), tensors.size()));
        }
    }

    private NDList changedNorms(NDManager owner) {
        return transformer
                .call("changed_norms", owner, Optional.of(this))
                .reals(scaling())
                .run();
    }

    private int factors() {
        return 2 * Projection.values().length * transformer.config().layers();
    }

    private static void requireShape(SafetensorsReader reader, String name, Shape shape) {
        Shape found = new Shape(
                reader.entry(name).shape().stream().mapToLong(Long::longValue).toArray());
        if (!found.equals(shape)) {
            throw new ModelFormatException(
                    reader.entry(name).file(),
                    "tensor " + name + " of shape " + found,
                    "shape " + shape + ", for this model and rank",
                    "use an adapter made for this model");
        }
    }

    private record Settled(List<NDArray> tensors, double scaling) implements Adaptation {
        @Override
        public boolean decomposed() {
            return true;
        }
    }
}
