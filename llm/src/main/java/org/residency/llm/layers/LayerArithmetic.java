package org.residency.llm.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

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

    /** Puts the gradients of gate and up in their places, from that of {@link #gated}. */
    void gatedGradient(NDArray gate, NDArray up, NDArray gradient);

    /** The weight [out, in] that codes stand for, in the type of {@code near}. */
    NDArray dequantized(LayerWeights.Codes codes, NDArray near, NDManager owner);
}
