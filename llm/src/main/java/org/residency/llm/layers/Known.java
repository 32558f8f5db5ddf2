package org.residency.llm.layers;

import ai.djl.ndarray.NDArray;

/**
 * What a model says of labelled tokens, float32.
 *
 * @param logProbabilities of each token [N]
 * @param entropies of the distribution that each comes from [N]
 */
public record Known(NDArray logProbabilities, NDArray entropies) {}
