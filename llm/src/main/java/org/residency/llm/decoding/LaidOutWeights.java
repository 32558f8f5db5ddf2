package org.residency.llm.decoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.model.Adaptation;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.model.Transformer;

/**
 * A second copy of a model's weights, laid out for the products of a few rows that a token step on the CPU is made of, and an
 * adapter's factors beside them. Close it before its model.
 */
public final class LaidOutWeights implements AutoCloseable {
    /** Making the copy takes as long as it spares in about ten steps. */
    private static final int LEAST_TOKENS = 32;

    private static final long MOST_BYTES = 1L << 31;

    private final NDManager manager;
    private final List<NDArray> weights;
    private final List<NDArray> factors;

    private LaidOutWeights(NDManager manager, List<NDArray> weights, List<NDArray> factors) {
        this.manager = manager;
        this.weights = weights;
        this.factors = factors;
    }

    /** Nothing where {@link #bytes} says so, and for an adapter whose changed weights have a magnitude of their own. */
    public static Optional<LaidOutWeights> of(
            Transformer transformer, Optional<? extends Adaptation> adaptation, int newTokens) {
        if (adaptation.map(Adaptation::decomposed).orElse(false)
                || bytes(
                                transformer.config(),
                                transformer.computeType(),
                                transformer.quantization(),
                                transformer.kernels().device(),
                                newTokens)
                        == 0) {
            return Optional.empty();
        }
        NDManager manager = transformer.kernels().newManager();
        try {
            List<NDArray> weights = List.copyOf(transformer
                    .call("lay_out", manager)
                    .integers(transformer.integers())
                    .run());
            List<NDArray> factors = adaptation
                    .map(found -> List.copyOf(transformer
                            .call("lay_out_adapter", manager, adaptation)
                            .integers(transformer.integers())
                            .reals(transformer.reals(adaptation, 0))
                            .run()))
                    .orElse(List.of(manager.zeros(new Shape(0))));
            return Optional.of(new LaidOutWeights(manager, weights, factors));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * What the copy takes, the adapter's factors left out; 0 where none is made: on a GPU, in 16 bit, over quantised weights, for
     * few tokens, and above 2 GiB.
     */
    public static long bytes(
            ModelConfig config, ComputeType type, BaseQuantization quantization, ComputeDevice device, int newTokens) {
        if (!(device instanceof ComputeDevice.Cpu)
                || type != ComputeType.FLOAT32
                || quantization != BaseQuantization.NONE
                || newTokens < LEAST_TOKENS) {
            return 0;
        }
        long heads = (long) config.headSize() * (2 * config.heads() + 2 * config.keyValueHeads());
        long layer = config.hiddenSize() * (heads + 3L * config.intermediateSize());
        long bytes = Float.BYTES * (config.layers() * layer + (long) config.vocabularySize() * config.hiddenSize());
        return bytes > MOST_BYTES ? 0 : bytes;
    }

    /** As the kernel {@code decode} takes them. */
    public List<NDArray> weights() {
        return weights;
    }

    /** As the kernel {@code decode} takes them. */
    public List<NDArray> factors() {
        return factors;
    }

    @Override
    public void close() {
        manager.close();
    }
}
