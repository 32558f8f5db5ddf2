package org.residency.llm.training;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.residency.llm.kernels.FlatTensors;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.kernels.TensorFiles;
import org.residency.llm.safetensors.SafetensorsReader;

/**
 * Tensors as they were at one moment, on the device of those that live on: float32, or codes of a byte, which float32 holds
 * exactly.
 */
final class KeptTensors implements AutoCloseable {
    private final Kernels kernels;
    private final List<FlatTensors> live;
    private final List<FlatTensors> copies;
    private final NDManager manager;

    KeptTensors(Kernels kernels, List<FlatTensors> live) {
        this.kernels = kernels;
        this.live = List.copyOf(live);
        this.manager = kernels.newManager();
        this.copies = this.live.stream()
                .map(piece -> piece.like(kernels, UnaryOperator.identity(), manager))
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
        new TensorFiles(kernels).write(file, copies);
    }

    void load(Path file) {
        SafetensorsReader reader = SafetensorsReader.open(file);
        TensorFiles files = new TensorFiles(kernels);
        copies.forEach(piece -> files.fill(reader, piece));
    }

    @Override
    public void close() {
        manager.close();
    }

    private void copy(List<FlatTensors> from, List<FlatTensors> to) {
        kernels.copy(FlatTensors.wholes(from), FlatTensors.wholes(to));
    }
}
