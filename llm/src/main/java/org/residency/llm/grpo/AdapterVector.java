package org.residency.llm.grpo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.residency.llm.kernels.Kernels;

/** A number for each trained number of an adapter, on its device, and the arithmetic of such vectors. */
final class AdapterVector implements AutoCloseable {
    private final Kernels kernels;
    private final NDManager manager;
    private final List<NDArray> parts = new ArrayList<>();

    /** Zeros, of the shapes of these tensors. */
    AdapterVector(Kernels kernels, List<NDArray> like) {
        this.kernels = kernels;
        this.manager = kernels.newManager();
        like.forEach(tensor -> parts.add(manager.zeros(tensor.getShape(), DataType.FLOAT32)));
    }

    /** The tensors themselves, for kernels that add to them. */
    List<NDArray> tensors() {
        return List.copyOf(parts);
    }

    AdapterVector copy() {
        AdapterVector copy = new AdapterVector(kernels, parts);
        copy.set(parts);
        return copy;
    }

    /** Takes the values of these tensors. */
    void set(List<NDArray> values) {
        copy(values, parts);
    }

    /** Gives these tensors this vector's values. */
    void giveTo(List<NDArray> tensors) {
        copy(parts, tensors);
    }

    /** Sets all to zero, also what is no number. */
    void clear() {
        try (AdapterVector zeros = new AdapterVector(kernels, parts)) {
            set(zeros.parts);
        }
    }

    double dot(AdapterVector other) {
        double sum = 0;
        for (int i = 0; i < parts.size(); i++) {
            try (NDArray products = parts.get(i).mul(other.parts.get(i));
                    NDArray own = products.sum()) {
                sum += own.getFloat();
            }
        }
        return sum;
    }

    double norm() {
        return Math.sqrt(dot(this));
    }

    void scale(double factor) {
        parts.forEach(part -> part.muli((float) factor));
    }

    /** Adds {@code factor} times the other. */
    void add(double factor, AdapterVector other) {
        for (int i = 0; i < parts.size(); i++) {
            try (NDArray scaled = other.parts.get(i).mul((float) factor)) {
                parts.get(i).addi(scaled);
            }
        }
    }

    @Override
    public void close() {
        manager.close();
    }

    private void copy(List<NDArray> from, List<NDArray> to) {
        kernels.copy(from, to);
    }
}
