package org.residency.llm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.kernels.FlatTensors;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.kernels.TensorFiles;
import org.residency.llm.safetensors.SafetensorsReader;

/**
 * AdamW over float32 tensors, in place (Loshchilov and Hutter, arXiv 1711.05101), with the sums their gradients are
 * added to; its moments in float32 or, where the settings say so, in 8 bit. The tensors stay their owner's; the moments are
 * this object's, until it is closed.
 */
public final class AdamW implements AutoCloseable {
    private final Kernels kernels;
    private final List<FlatTensors> parameters;
    private final List<FlatTensors> gradients;
    private final NDManager manager;
    private final Moments moments;
    private int steps;

    /** Of tensors that each have their memory to themselves. */
    public AdamW(Kernels kernels, Map<String, NDArray> parameters, OptimizerSettings settings) {
        this(
                kernels,
                parameters.entrySet().stream()
                        .map(entry -> FlatTensors.of(entry.getKey(), entry.getValue()))
                        .toList(),
                settings);
    }

    /** Of tensors in pieces of memory; a step takes the longer the more pieces there are. */
    public AdamW(Kernels kernels, List<FlatTensors> parameters, OptimizerSettings settings) {
        this.kernels = kernels;
        this.parameters = List.copyOf(parameters);
        this.manager = kernels.newManager();
        this.gradients = like("gradient.");
        this.moments = settings.eightBit()
                ? new EightBitMoments(
                        kernels, List.copyOf(FlatTensors.named(this.parameters).values()), settings, manager)
                : new FloatMoments(kernels, like("first."), like("second."), settings);
    }

    private List<FlatTensors> like(String prefix) {
        return parameters.stream()
                .map(piece -> piece.like(kernels, name -> prefix + name, manager))
                .toList();
    }

    /** The sums that kernels add gradients to, one a parameter; {@link #step} sets them to zero. */
    public List<NDArray> gradients() {
        return List.copyOf(FlatTensors.named(gradients).values());
    }

    /** Steps taken since the moments were zero. */
    public int steps() {
        return steps;
    }

    /**
     * Takes a step.
     *
     * @return the gradients' global norm before clipping; where that is not finite, nothing has changed
     */
    public double step(double learningRate) {
        double norm = moments.step(parameters, gradients, learningRate, steps + 1);
        if (Double.isFinite(norm)) {
            steps++;
        }
        return norm;
    }

    /** Sets the sums of gradients to zero without a step. */
    void forgetGradients() {
        for (NDArray gradient : FlatTensors.wholes(gradients)) {
            // Not by subtraction: what is forgotten may be no number.
            try (NDManager call = kernels.newManager()) {
                kernels.copy(List.of(call.zeros(gradient.getShape(), DataType.FLOAT32)), List.of(gradient));
            }
        }
    }

    /** Parameters and moments: all that a step changes but the number of steps. */
    List<FlatTensors> state() {
        return Stream.concat(parameters.stream(), moments.pieces().stream()).toList();
    }

    /** Counts as after so many steps; the caller has put {@link #state} back. */
    void goBackTo(int earlierSteps) {
        steps = earlierSteps;
    }

    /** Writes the moments; the number of steps is the caller's to keep. */
    public void save(Path file) {
        // Codes as well: each is a whole number, and float32 holds it exactly.
        new TensorFiles(kernels).write(file, moments.pieces());
    }

    /**
     * Takes up moments that {@link #save} wrote.
     *
     * @throws ModelFormatException where they are of other parameters
     */
    public void restore(Path file, int newSteps) {
        SafetensorsReader reader = SafetensorsReader.open(file);
        FlatTensors.named(moments.pieces()).forEach((name, moment) -> requireShape(reader, name, moment.getShape()));
        TensorFiles files = new TensorFiles(kernels);
        moments.pieces().forEach(piece -> files.fill(reader, piece));
        steps = newSteps;
    }

    @Override
    public void close() {
        manager.close();
    }

    private static void requireShape(SafetensorsReader reader, String name, Shape shape) {
        Shape saved = new Shape(
                reader.entry(name).shape().stream().mapToLong(Long::longValue).toArray());
        if (!saved.equals(shape)) {
            throw new ModelFormatException(
                    reader.entry(name).file(),
                    "tensor " + name + " of shape " + saved,
                    "shape " + shape,
                    "resume with the adapter it was saved with");
        }
    }
}
