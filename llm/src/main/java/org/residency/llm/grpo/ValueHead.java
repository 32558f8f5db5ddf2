package org.residency.llm.grpo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.kernels.TensorFiles;
import org.residency.llm.model.Transformer;
import org.residency.llm.safetensors.ElementType;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.safetensors.SafetensorsWriter;

/**
 * What a state is worth: a linear map of the final state [C] to a number, in float32. A checkpoint has it in a file of its
 * own beside the adapter's, which stays as PEFT reads it.
 */
final class ValueHead implements AutoCloseable {
    static final String FILE = "value_head.safetensors";

    private static final String WEIGHT = "value_head.weight";
    private static final String BIAS = "value_head.bias";

    private final Transformer transformer;
    private final NDManager manager;
    private final Map<String, NDArray> named = new LinkedHashMap<>();

    private ValueHead(Transformer transformer) {
        this.transformer = transformer;
        this.manager = transformer.kernels().newManager();
    }

    /** The head that lies in a folder; one that finds every state worth nothing where none does. */
    static ValueHead in(Path folder, Transformer transformer) {
        ValueHead head = new ValueHead(transformer);
        Path file = folder.resolve(FILE);
        Shape weight = new Shape(1, transformer.config().hiddenSize());
        try {
            if (Files.isRegularFile(file)) {
                SafetensorsReader reader = SafetensorsReader.open(file);
                head.read(reader, WEIGHT, weight);
                head.read(reader, BIAS, new Shape(1));
            } else {
                head.named.put(WEIGHT, head.manager.zeros(weight, DataType.FLOAT32));
                head.named.put(BIAS, head.manager.zeros(new Shape(1), DataType.FLOAT32));
            }
        } catch (RuntimeException e) {
            head.close();
            throw e;
        }
        return head;
    }

    /** Weight [1, C] and bias [1]. */
    List<NDArray> tensors() {
        return List.copyOf(named.values());
    }

    Map<String, NDArray> namedTensors() {
        return Collections.unmodifiableMap(named);
    }

    void save(Path folder) {
        TensorFiles files = new TensorFiles(transformer.kernels());
        SafetensorsWriter.write(
                folder.resolve(FILE),
                named.entrySet().stream()
                        .map(entry -> files.writable(entry.getKey(), entry.getValue(), ElementType.F32))
                        .toList());
    }

    @Override
    public void close() {
        manager.close();
    }

    private void read(SafetensorsReader reader, String name, Shape shape) {
        NDArray tensor = new TensorFiles(transformer.kernels()).read(reader, name, ComputeType.FLOAT32, manager);
        if (!tensor.getShape().equals(shape)) {
            throw new ModelFormatException(
                    reader.entry(name).file(),
                    "tensor " + name + " of shape " + tensor.getShape(),
                    "shape " + shape + ", for this model",
                    "use the head of an adapter made for this model, or remove the file to begin with a fresh one");
        }
        named.put(name, tensor);
    }
}
