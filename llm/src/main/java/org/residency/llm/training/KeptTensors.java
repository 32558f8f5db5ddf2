package org.residency.llm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.kernels.TensorFiles;
import org.residency.llm.safetensors.ElementType;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.safetensors.SafetensorsWriter;

/**
 * Tensors as they were at one moment, on the device of those that live on: float32, or codes of a byte, which float32 holds
 * exactly.
 */
final class KeptTensors implements AutoCloseable {
    private final Kernels kernels;
    private final List<String> names;
    private final List<NDArray> live;
    private final List<NDArray> copies;
    private final NDManager manager;

    KeptTensors(Kernels kernels, Map<String, NDArray> live) {
        this.kernels = kernels;
        this.names = List.copyOf(live.keySet());
        this.live = List.copyOf(live.values());
        this.manager = kernels.newManager();
        this.copies = this.live.stream()
                .map(tensor -> manager.zeros(tensor.getShape(), tensor.getDataType()))
                .toList();
        keep();
    }

    /** Takes the live tensors' values. */
    void keep() {
        copy(live, copies);
    }

    /** Gives the live tensors the values that were kept. */
    void restore() {
        copy(copies, live);
    }

    void save(Path file) {
        TensorFiles files = new TensorFiles(kernels);
        SafetensorsWriter.write(
                file,
                IntStream.range(0, names.size())
                        .mapToObj(i -> files.writable(names.get(i), copies.get(i), ElementType.F32))
                        .toList());
    }

    void load(Path file) {
        SafetensorsReader reader = SafetensorsReader.open(file);
        TensorFiles files = new TensorFiles(kernels);
        for (int i = 0; i < names.size(); i++) {
            try (NDManager step = kernels.newManager()) {
                // By a kernel, for copyTo would leave float32 where codes of a byte were.
                copy(List.of(files.read(reader, names.get(i), ComputeType.FLOAT32, step)), List.of(copies.get(i)));
            }
        }
    }

    @Override
    public void close() {
        manager.close();
    }

    private void copy(List<NDArray> from, List<NDArray> to) {
        try (NDManager step = kernels.newManager()) {
            kernels.call("copy_all", step).list("p", from).list("g", to).run();
        }
    }
}
