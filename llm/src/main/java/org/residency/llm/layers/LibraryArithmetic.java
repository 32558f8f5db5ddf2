package org.residency.llm.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.residency.llm.kernels.Kernels;

/** The library's own operators, on any device and in any type. */
final class LibraryArithmetic implements LayerArithmetic {
    private final Kernels kernels;
    private final double epsilon;

    LibraryArithmetic(Kernels kernels, double epsilon) {
        this.kernels = kernels;
        this.epsilon = epsilon;
    }

    @Override
    public NDArray norm(NDArray x, NDArray weight, NDManager owner) {
        return kernels.call("flat_norm", owner)
                .tensor(x)
                .tensor(weight)
                .reals(epsilon)
                .run()
                .head();
    }

    @Override
    public void addNormGradient(NDArray x, NDArray weight, NDArray gradient, NDArray sum) {
        try (NDManager step = kernels.newManager()) {
            kernels.call("flat_norm_backward", step)
                    .tensor(x)
                    .tensor(weight)
                    .tensor(gradient)
                    .tensor(sum)
                    .reals(epsilon)
                    .run();
        }
    }

    @Override
    public void rotate(NDArray heads, NDArray cos, NDArray sin, int sign) {
        try (NDManager step = kernels.newManager()) {
            kernels.call("flat_rotate", step)
                    .tensor(heads)
                    .tensor(cos)
                    .tensor(sin)
                    .reals(sign)
                    .run();
        }
    }

    @Override
    public NDArray gated(NDArray gate, NDArray up, NDManager owner) {
        return kernels.call("flat_gated", owner).tensor(gate).tensor(up).run().head();
    }

    @Override
    public NDArray adaptedAndGated(
            NDArray gate, NDArray up, NDArray low, List<NDArray> b, double scaling, NDManager owner) {
        return kernels.call("flat_adapt_and_gate", owner)
                .tensor(gate)
                .tensor(up)
                .tensor(low)
                .list("b", b)
                .reals(scaling)
                .run()
                .head();
    }

    @Override
    public void gatedGradient(NDArray gate, NDArray up, NDArray gradient) {
        try (NDManager step = kernels.newManager()) {
            kernels.call("flat_gated_backward", step)
                    .tensor(gate)
                    .tensor(up)
                    .tensor(gradient)
                    .run();
        }
    }

    @Override
    public NDArray dequantized(LayerWeights.Codes codes, NDArray near, NDManager owner) {
        return kernels.call("dequantized_like", owner)
                .tensor(codes.codes())
                .tensor(codes.blocks())
                .tensor(codes.statistics())
                .tensor(codes.tables())
                .tensor(near)
                .run()
                .head();
    }

    @Override
    public void blend(NDArray heads, NDArray other, NDArray own, NDArray others) {
        try (NDManager step = kernels.newManager()) {
            kernels.call("flat_blend", step)
                    .tensor(heads)
                    .tensor(other)
                    .tensor(own)
                    .tensor(others)
                    .run();
        }
    }

    @Override
    public void logProbabilities(NDArray logits, NDArray targets, int from, double temperature, Known known) {
        try (NDManager step = kernels.newManager()) {
            kernels.call("flat_log_probabilities", step)
                    .tensor(logits)
                    .tensor(targets)
                    .integers(from)
                    .reals(temperature)
                    .tensor(known.logProbabilities())
                    .tensor(known.entropies())
                    .run();
        }
    }

    @Override
    public void logitGradient(
            NDArray logits, NDArray targets, NDArray slopes, int from, double temperature, NDArray known) {
        try (NDManager step = kernels.newManager()) {
            kernels.call("flat_logit_gradient", step)
                    .tensor(logits)
                    .tensor(targets)
                    .tensor(slopes)
                    .integers(from)
                    .reals(temperature)
                    .tensor(known)
                    .run();
        }
    }
}
