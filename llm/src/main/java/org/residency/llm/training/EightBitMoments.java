package org.residency.llm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.residency.llm.kernels.FlatTensors;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.model.QuantizationTables;

/**
 * Moments as codes of the 8-bit dynamic maps, 256 values to an absmax (Dettmers et al., arXiv 2110.02861). Several parameters
 * share their tensors, so that a step is few calls; no block holds values of two.
 */
final class EightBitMoments implements Moments {
    static final int BLOCK = 256;
    /** Parameters that share: what a step computes with is as large as they are. */
    private static final int TOGETHER = 28;

    private final Kernels kernels;
    private final OptimizerSettings settings;
    private final NDArray maps;
    private final List<Share> shares = new ArrayList<>();
    private final List<FlatTensors> pieces = new ArrayList<>();

    private record Share(int from, int to, NDArray first, NDArray second, NDArray firstAbsmax, NDArray secondAbsmax) {}

    EightBitMoments(Kernels kernels, List<NDArray> parameters, OptimizerSettings settings, NDManager owner) {
        this.kernels = kernels;
        this.settings = settings;
        float[] both = Arrays.copyOf(QuantizationTables.dynamicMap(true), 2 * BLOCK);
        System.arraycopy(QuantizationTables.dynamicMap(false), 0, both, BLOCK, BLOCK);
        this.maps = owner.create(both);
        for (int from = 0; from < parameters.size(); from += TOGETHER) {
            int to = Math.min(parameters.size(), from + TOGETHER);
            long blocks = parameters.subList(from, to).stream()
                    .mapToLong(parameter -> (parameter.size() + BLOCK - 1) / BLOCK)
                    .sum();
            Share share = new Share(
                    from,
                    to,
                    owner.zeros(new Shape(blocks * BLOCK), DataType.UINT8),
                    owner.zeros(new Shape(blocks * BLOCK), DataType.UINT8),
                    owner.zeros(new Shape(blocks), DataType.FLOAT32),
                    owner.zeros(new Shape(blocks), DataType.FLOAT32));
            shares.add(share);
            String name = "%04d".formatted(from);
            pieces.add(FlatTensors.of("first." + name, share.first()));
            pieces.add(FlatTensors.of("second." + name, share.second()));
            pieces.add(FlatTensors.of("first_absmax." + name, share.firstAbsmax()));
            pieces.add(FlatTensors.of("second_absmax." + name, share.secondAbsmax()));
        }
    }

    @Override
    public double step(List<FlatTensors> parameters, List<FlatTensors> gradients, double learningRate, int step) {
        List<NDArray> p = List.copyOf(FlatTensors.named(parameters).values());
        List<NDArray> g = List.copyOf(FlatTensors.named(gradients).values());
        try (NDManager call = kernels.newManager()) {
            double norm = kernels.call("gradient_norm", call)
                    .list("g", FlatTensors.wholes(gradients))
                    .integers(FlatTensors.sizes(gradients))
                    .run()
                    .head()
                    .getFloat();
            if (!Double.isFinite(norm)) {
                return norm;
            }
            for (Share share : shares) {
                kernels.call("adamw_8bit", call)
                        .list("p", p.subList(share.from(), share.to()))
                        .list("g", g.subList(share.from(), share.to()))
                        .tensor(share.first())
                        .tensor(share.second())
                        .tensor(share.firstAbsmax())
                        .tensor(share.secondAbsmax())
                        .tensor(maps)
                        .reals(
                                learningRate,
                                settings.beta1(),
                                settings.beta2(),
                                settings.weightDecay(),
                                settings.epsilon(),
                                Math.min(1, settings.maxGradientNorm() / (norm + 1e-6)),
                                step)
                        .run();
            }
            return norm;
        }
    }

    @Override
    public List<FlatTensors> pieces() {
        return pieces;
    }
}
