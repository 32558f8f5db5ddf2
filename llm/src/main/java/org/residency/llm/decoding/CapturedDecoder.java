package org.residency.llm.decoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import org.residency.llm.cuda.Cuda;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.model.Adaptation;
import org.residency.llm.model.BaseQuantization;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.model.Transformer;

/** A model, with an adapter or without, whose token steps can be captured. Close it before its model. */
public final class CapturedDecoder implements AutoCloseable {
    /** The kernels wait for each other as devices can since Hopper. */
    private static final int LEAST_CAPABILITY = 90;

    private static final int MOST_QUERIES_A_HEAD = 8;
    private static final int MOST_RANK = 256;
    private static final int PLAIN_ROTARY_ROWS = 2;

    private final Transformer transformer;
    private final Cuda cuda;
    private final NDManager manager;
    private final StepWeights weights;

    private CapturedDecoder(Transformer transformer, Cuda cuda, NDManager manager, StepWeights weights) {
        this.transformer = transformer;
        this.cuda = cuda;
        this.manager = manager;
        this.weights = weights;
    }

    /** Nothing where device, type or shape are others than the kernels are made for. */
    public static Optional<CapturedDecoder> of(Transformer transformer, Optional<? extends Adaptation> adaptation) {
        if (transformer.computeType() == ComputeType.FLOAT32
                || transformer.quantization() != BaseQuantization.NONE
                || adaptation.map(Adaptation::decomposed).orElse(false)
                || !fits(transformer)) {
            return Optional.empty();
        }
        Optional<Cuda> cuda = transformer.kernels().cuda();
        if (cuda.isEmpty() || cuda.get().computeCapability() < LEAST_CAPABILITY) {
            return Optional.empty();
        }
        NDManager manager = transformer.kernels().newManager();
        List<NDArray> factors = adaptation
                .map(Adaptation::tensors)
                .map(tensors -> List.copyOf(transformer
                        .kernels()
                        .call("filled_factors", manager)
                        .tensor(transformer.ends().get(1))
                        .list("a", tensors)
                        .run()))
                .orElse(List.of());
        StepWeights weights = StepWeights.of(
                transformer, factors, adaptation.map(Adaptation::scaling).orElse(0.0));
        if (!weights.adjacent(transformer.config()) || weights.rank() > MOST_RANK) {
            manager.close();
            return Optional.empty();
        }
        return Optional.of(new CapturedDecoder(transformer, cuda.get(), manager, weights));
    }

    private static boolean fits(Transformer transformer) {
        ModelConfig config = transformer.config();
        return (config.headSize() == 64 || config.headSize() == 128)
                && config.heads() / config.keyValueHeads() <= MOST_QUERIES_A_HEAD
                && config.hiddenSize() % 32 == 0
                && config.intermediateSize() % 32 == 0
                && transformer.ends().get(0).getShape().get(0) == PLAIN_ROTARY_ROWS;
    }

    /**
     * Captures the step of a batch.
     *
     * @param cache [L, 2, B, K, S, D], as the kernel {@code prefill} makes it
     * @param logits float32 [B, V], read and written by each step
     * @param next a sequence's next position [B], at which the first step writes
     * @param drawing the temperature to draw tokens at (0 for the likeliest), or nothing where somebody else chooses them
     * @param steps most steps between two looks at the tokens
     */
    public CapturedBatch capture(NDArray cache, NDArray logits, long[] next, Optional<Double> drawing, int steps) {
        cuda.enter();
        return CapturedBatch.capture(transformer, cuda, weights, cache, logits, next, drawing, steps);
    }

    @Override
    public void close() {
        manager.close();
    }
}
