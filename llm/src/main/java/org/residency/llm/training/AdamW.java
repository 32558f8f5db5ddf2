package org.residency.llm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.kernels.TensorFiles;
import org.residency.llm.safetensors.ElementType;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.safetensors.SafetensorsWriter;
import org.residency.llm.safetensors.TensorToWrite;

/**
 * AdamW over float32 tensors, in place (Loshchilov and Hutter, arXiv 1711.05101), with the sums their gradients are
 * added to; its moments in float32 or, where the settings say so, in 8 bit. The tensors stay their owner's; the moments are
 * this object's, until it is closed.
 */
public final class AdamW implements AutoCloseable {
    private final Kernels kernels;
    private final List<String> names;
    private final List<NDArray> parameters;
    private final NDManager manager;
    private final List<NDArray> gradients = new ArrayList<>();
    private final Moments moments;
    private int steps;

    public AdamW(Kernels kernels, Map<String, NDArray> parameters, OptimizerSettings settings) {
        this.kernels = kernels;
        this.names = List.copyOf(parameters.keySet());
        this.parameters = List.copyOf(parameters.values());
        this.manager = kernels.newManager();
        for (NDArray parameter : this.parameters) {
            gradients.add(manager.zeros(parameter.getShape(), DataType.FLOAT32));
        }
        this.moments = settings.eightBit()
                ? new EightBitMoments(kernels, this.parameters, settings, manager)
                : new FloatMoments(kernels, parameters, settings, manager);
    }

    /** The sums that kernels add gradients to, one a parameter; {@link #step} sets them to zero. */
    public List<NDArray> gradients() {
        return List.copyOf(gradients);
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
        for (NDArray gradient : gradients) {
            // Not by subtraction: what is forgotten may be no number.
            try (NDManager call = kernels.newManager()) {
                call.zeros(gradient.getShape(), DataType.FLOAT32).copyTo(gradient);
            }
        }
    }

    /** Parameters and moments by name: all that a step changes but the number of steps. */
    Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            state.put(names.get(i), parameters.get(i));
        }
        state.putAll(moments.tensors());
        return state;
    }

    /** Counts as after so many steps; the caller has put {@link #state} back. */
    void goBackTo(int earlierSteps) {
        steps = earlierSteps;
    }

    /** Writes the moments; the number of steps is the caller's to keep. */
    public void save(Path file) {
        TensorFiles files = new TensorFiles(kernels);
        List<TensorToWrite> tensors = new ArrayList<>();
        // Codes as well: each is a whole number, and float32 holds it exactly.
        moments.tensors().forEach((name, moment) -> tensors.add(files.writable(name, moment, ElementType.F32)));
        SafetensorsWriter.write(file, tensors);
    }

    /**
     * Takes up moments that {@link #save} wrote.
     *
     * @throws ModelFormatException where they are of other parameters
     */
    public void restore(Path file, int newSteps) {
        SafetensorsReader reader = SafetensorsReader.open(file);
        TensorFiles files = new TensorFiles(kernels);
        moments.tensors().forEach((name, moment) -> restore(files, reader, name, moment));
        steps = newSteps;
    }

    @Override
    public void close() {
        manager.close();
    }

    private void restore(TensorFiles files, SafetensorsReader reader, String name, NDArray moment) {
        try (NDManager step = kernels.newManager()) {
            NDArray saved = files.read(reader, name, ComputeType.FLOAT32, step);
            if (!saved.getShape().equals(moment.getShape())) {
                throw new ModelFormatException(
                        reader.entry(name).file(),
                        "tensor " + name + " of shape " + saved.getShape(),
                        "shape " + moment.getShape(),
                        "resume with the adapter it was saved with");
            }
            kernels.call("copy_all", step)
                    .list("p", List.of(saved))
                    .list("g", List.of(moment))
                    .run();
        }
    }
}
