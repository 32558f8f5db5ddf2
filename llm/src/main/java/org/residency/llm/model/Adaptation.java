package org.residency.llm.model;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Low-rank changes laid over a model's projections while it runs, in the form the kernels take. */
public interface Adaptation {
    /**
     * Fourteen tensors a layer: A [r, in] and B [out, r] of query, key, value, output, gate, up, down; empty tensors where
     * a projection carries none. They stay the adapter's own.
     */
    List<NDArray> tensors();

    double scaling();
}
