package org.residency.llm.model;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Low-rank changes laid over a model's projections while it runs, in the form the kernels take. */
public interface Adaptation {
    /**
     * Fourteen tensors a layer: A [r, in] and B [out, r] of query, key, value, output, gate, up, down; empty tensors where
     * a projection carries none. Behind all of them, where the adaptation is decomposed, seven magnitudes [out] a layer, and
     * where it does not change any more, seven gains [out] a layer. They stay the adapter's own.
     */
    List<NDArray> tensors();

    double scaling();

    /** Whether changed weights have a magnitude of their own (DoRA, arXiv 2402.09353). */
    boolean decomposed();
}
