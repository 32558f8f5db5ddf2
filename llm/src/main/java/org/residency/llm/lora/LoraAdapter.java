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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.kernels.TensorFiles;
import org.residency.llm.model.Adaptation;
import org.residency.llm.model.Transformer;
import org.residency.llm.safetensors.ElementType;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.safetensors.SafetensorsWriter;

/**
 * A low-rank adapter of one model, in memory and float32: A [r, in] and B [out, r] of each adapted projection, and with DoRA a
 * magnitude [out]. Close it before its model.
 */
public final class LoraAdapter implements Adaptation, AutoCloseable {
    static final String WEIGHTS = "adapter_model.safetensors";

    private final Transformer transformer;
    private final AdapterConfig config;
    private final NDManager manager;
    private final List<NDArray> tensors;
    private final Map<String, NDArray> named;

    private LoraAdapter(Transformer transformer, AdapterConfig config, TensorSource source) {
        this.transformer = transformer;
        this.config = config;
        this.manager = transformer.kernels().newManager();
        List<NDArray> all = new ArrayList<>();
        Map<String, NDArray> byName = new LinkedHashMap<>();
        NDArray none = manager.zeros(new Shape(0), DataType.FLOAT32);
        try {
            for (AdapterTensor one : AdapterTensor.all(
                    transformer.config().layers(), config.settings().dora())) {
                NDArray tensor = none;
                if (config.targets().include(one.layer(), one.projection())) {
                    Shape shape =
                            one.shape(transformer.config(), config.settings().rank());
                    tensor = source.tensor(one, shape, manager);
                    byName.put(one.name(), tensor);
                }
                all.add(tensor);
            }
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
        this.tensors = List.copyOf(all);
        this.named = byName;
    }

    /**
     * A fresh adapter: A Kaiming-uniform from the seed, B zero, and a magnitude that of the weight's rows, so it changes
     * nothing yet.
     */
    public static LoraAdapter create(Transformer transformer, LoraSettings settings, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        AdapterConfig config = new AdapterConfig(settings, TargetModules.everywhere(settings.targets()));
        LoraAdapter adapter = new LoraAdapter(transformer, config, (tensor, shape, owner) -> {
            if (tensor.part() != AdapterTensor.Part.A) {
                return owner.zeros(shape, DataType.FLOAT32);
            }
            // Kaiming with a = sqrt(5), as PEFT: bound sqrt(6 / ((1 + 5) in)) = 1 / sqrt(in).
            double bound = 1 / Math.sqrt((double) shape.get(1));
            float[] values = new float[Math.toIntExact(shape.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (bound * (2 * random.nextDouble() - 1));
            }
            return owner.create(values, shape);
        });
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
        TensorFiles files = new TensorFiles(transformer.kernels());
        LoraAdapter adapter = new LoraAdapter(transformer, config, (tensor, shape, owner) -> {
            requireShape(reader, tensor.name(), shape);
            return files.read(reader, tensor.name(), ComputeType.FLOAT32, owner);
        });
        for (String name : reader.names()) {
            if (!adapter.named.containsKey(name)) {
                adapter.close();
                throw new ModelFormatException(
                        folder.resolve(WEIGHTS),
                        "tensor " + name,
                        "tensors of the projections in " + AdapterConfig.FILE + " alone",
                        "use an adapter made for this model");
            }
        }
        return adapter;
    }

    public LoraSettings settings() {
        return config.settings();
    }

    /** Weights in all. */
    public long parameterCount() {
        return named.values().stream().mapToLong(NDArray::size).sum();
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
        return Collections.unmodifiableMap(named);
    }

    /** Writes {@code adapter_model.safetensors} (float32) and {@code adapter_config.json} as PEFT does. */
    public void save(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder, e);
        }
        TensorFiles files = new TensorFiles(transformer.kernels());
        SafetensorsWriter.write(
                folder.resolve(WEIGHTS),
                named.entrySet().stream()
                        .map(entry -> files.writable(entry.getKey(), entry.getValue(), ElementType.F32))
                        .toList());
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

    private void beginWithMagnitudesOfWeights() {
        try (NDManager step = manager.newSubManager()) {
            // B is zero, so what is changed is the weight itself.
            NDList norms = changedNorms(step);
            transformer
                    .kernels()
                    .call("copy_all", step)
                    .list("p", norms)
                    .list("g", tensors.subList(factors(), tensors.size()))
                    .run();
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

    @FunctionalInterface
    private interface TensorSource {
        NDArray tensor(AdapterTensor tensor, Shape shape, NDManager owner);
    }

    private record Settled(List<NDArray> tensors, double scaling) implements Adaptation {
        @Override
        public boolean decomposed() {
            return true;
        }
    }
}
