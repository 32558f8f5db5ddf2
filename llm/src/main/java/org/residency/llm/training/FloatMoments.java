package org.residency.llm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.residency.llm.kernels.Kernels;

/** Moments in float32, by the library's fused step. */
final class FloatMoments implements Moments {
    private final Kernels kernels;
    private final OptimizerSettings settings;
    private final List<NDArray> first = new ArrayList<>();
    private final List<NDArray> second = new ArrayList<>();
    private final Map<String, NDArray> named = new LinkedHashMap<>();

    FloatMoments(Kernels kernels, Map<String, NDArray> parameters, OptimizerSettings settings, NDManager owner) {
        this.kernels = kernels;
        this.settings = settings;
        parameters.forEach((name, parameter) -> {
            first.add(owner.zeros(parameter.getShape(), DataType.FLOAT32));
            second.add(owner.zeros(parameter.getShape(), DataType.FLOAT32));
            named.put("first." + name, first.get(first.size() - 1));
            named.put("second." + name, second.get(second.size() - 1));
        });
    }

    @Override
    public double step(List<NDArray> parameters, List<NDArray> gradients, double learningRate, int step) {
        try (NDManager call = kernels.newManager()) {
            return kernels.call("adamw", call)
                    .list("p", parameters)
                    .list("g", gradients)
                    .list("m", first)
                    .list("v", second)
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
    public Map<String, NDArray> tensors() {
        return named;
    }
}
