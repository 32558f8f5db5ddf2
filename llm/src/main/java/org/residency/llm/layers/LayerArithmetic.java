package org.residency.llm.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * What stands between a layer's matrix products. What is made belongs to the manager given.
 *
 * <p>Legend: T tokens, C width, D width of a head.
 */
interface LayerArithmetic {
    /** RMS norm of the rows of x [T, C]. */
    NDArray norm(NDArray x, NDArray weight, NDManager owner);

    /** Adds to {@code sum} the gradient of x [T, C] from that of its norm. */
    void addNormGradient(NDArray x, NDArray weight, NDArray gradient, NDArray sum);

    /** Turns heads [T, heads D] in place by the angles whose cos and sin [T, D / 2] are given, or with sign -1 back. */
    void rotate(NDArray heads, NDArray cos, NDArray sin, int sign);

    /** silu(gate) up. */
    NDArray gated(NDArray gate, NDArray up, NDManager owner);

    /**
     * Adds to gate and up [T, I], in place, what the adapter adds, and gives {@link #gated} of them.
     *
     * @param low what x and the factors A give [T, r of both]
     * @param b the factors B [I, r] of gate and of up, empty where there is none
     */
    NDArray adaptedAndGated(NDArray gate, NDArray up, NDArray low, List<NDArray> b, double scaling, NDManager owner);

    /** Puts the gradients of gate and up in their places, from that of {@link #gated}. */
    void gatedGradient(NDArray gate, NDArray up, NDArray gradient);

    /** The weight [out, in] that codes stand for, in the type of {@code near}. */
    NDArray dequantized(LayerWeights.Codes codes, NDArray near, NDManager owner);

    /**
     * Mixes two parts of attention over the last N rows of heads [T, H D], in place: a row's share of its own and that of
     * {@code other} [N, H D] are given as [H, N].
     */
    void blend(NDArray heads, NDArray other, NDArray own, NDArray others);

    /**
     * The logarithm of the probability of each target [n] under softmax(logits / temperature), logits [n, V], and the
     * entropy: both are written from place {@code from} on, where the targets begin too.
     */
    void logProbabilities(NDArray logits, NDArray targets, int from, double temperature, Known known);

    /**
     * Puts in the place of logits [n, V] the gradient of sum(slope log p(target)), slopes from place {@code from} on, and
     * writes each log p to {@code known}.
     */
    void logitGradient(NDArray logits, NDArray targets, NDArray slopes, int from, double temperature, NDArray known);
}
