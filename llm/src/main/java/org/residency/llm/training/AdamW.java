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
 * added to. The tensors stay their owner's; the moments are this object's, until it is closed.
 */
public final class AdamW implements AutoCloseable {
    private final Kernels kernels;
    private final OptimizerSettings settings;
    private final List<String> names;
    private final List<NDArray> parameters;
    private final NDManager manager;
    private final List<NDArray> gradients = new ArrayList<>();
    private final List<NDArray> firstMoments = new ArrayList<>();
    private final List<NDArray> secondMoments = new ArrayList<>();
    private int steps;

    public AdamW(Kernels kernels, Map<String, NDArray> parameters, OptimizerSettings settings) {
        this.kernels = kernels;
        this.settings = settings;
        this.names = List.copyOf(parameters.keySet());
        this.parameters = List.copyOf(parameters.values());
        this.manager = kernels.newManager();
        for (NDArray parameter : this.parameters) {
            gradients.add(manager.zeros(parameter.getShape(), DataType.FLOAT32));
            firstMoments.add(manager.zeros(parameter.getShape(), DataType.FLOAT32));
            secondMoments.add(manager.zeros(parameter.getShape(), DataType.FLOAT32));
        }
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
        try (NDManager call = kernels.newManager()) {
            double norm = kernels.call("adamw", call)
                    .list("p", parameters)
                    .list("g", gradients)
                    .list("m", firstMoments)
                    .list("v", secondMoments)
                    .reals(
                            learningRate,
                            settings.beta1(),
                            settings.beta2(),
                            settings.weightDecay(),
                            settings.epsilon(),
                            Math.min(settings.maxGradientNorm(), Float.MAX_VALUE),
                            steps + 1)
                    .run()
                    .head()
                    .getFloat();
            if (Double.isFinite(norm)) {
                steps++;
            }
            return norm;
        }
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
            state.put("first." + names.get(i), firstMoments.get(i));
            state.put("second." + names.get(i), secondMoments.get(i));
        }
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
        for (int i = 0; i < names.size(); i++) {
            tensors.add(files.writable("first." + names.get(i), firstMoments.get(i), ElementType.F32));
            tensors.add(files.writable("second." + names.get(i), secondMoments.get(i), ElementType.F32));
        }
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
        for (int i = 0; i < names.size(); i++) {
            restore(files, reader, "first." + names.get(i), firstMoments.get(i));
            restore(files, reader, "second." + names.get(i), secondMoments.get(i));
        }
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
            saved.copyTo(moment);
        }
    }
}
