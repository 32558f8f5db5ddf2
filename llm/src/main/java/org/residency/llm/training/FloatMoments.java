package org.residency.llm.training;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.Stream;
import org.residency.llm.kernels.FlatTensors;
import org.residency.llm.kernels.Kernels;

/** Moments in float32, by the library's fused step. */
final class FloatMoments implements Moments {
    private final Kernels kernels;
    private final List<FlatTensors> first;
    private final List<FlatTensors> second;
    private final OptimizerSettings settings;

    /** Both zero and in pieces like the parameters'. */
    FloatMoments(Kernels kernels, List<FlatTensors> first, List<FlatTensors> second, OptimizerSettings settings) {
        this.kernels = kernels;
        this.first = first;
        this.second = second;
        this.settings = settings;
    }

    @Override
    public double step(List<FlatTensors> parameters, List<FlatTensors> gradients, double learningRate, int step) {
        try (NDManager call = kernels.newManager()) {
            return kernels.call("adamw", call)
                    .list("p", FlatTensors.wholes(parameters))
                    .list("g", FlatTensors.wholes(gradients))
                    .list("m", FlatTensors.wholes(first))
                    .list("v", FlatTensors.wholes(second))
                    .integers(FlatTensors.sizes(gradients))
                    .reals(
                            learningRate,
                            settings.beta1(),
                            settings.beta2(),
                            settings.weightDecay(),
                            settings.epsilon(),
                            Math.min(settings.maxGradientNorm(), Float.MAX_VALUE),
                            step)
                    .run()
                    .head()
                    .getFloat();
        }
    }

    @Override
    public List<FlatTensors> pieces() {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
