package org.residency.llm.training;

import ai.djl.ndarray.NDManager;
import java.util.Optional;
import org.residency.llm.kernels.KernelCall;

/**
 * Sequences laid out for one pass through a model, and which of their tokens are predicted.
 *
 * <p>Legend: N predicted tokens of all sequences, in the order of the sequences and of their tokens.
 */
public interface LabelledBatch {
    /** N. */
    int labelled();

    /** Tokens of all sequences, padding left out. */
    long tokens();

    /**
     * The layout's tensors, where it is one row without padding; they belong to {@code owner}.
     *
     * @param sharing whether a prompt that neighbours have in common may stand there once
     */
    default Optional<PackedRow> row(NDManager owner, boolean sharing) {
        return Optional.empty();
    }

    /** Adds the arguments that say all this to a call: ids, rows [N], targets [N], and what the layout needs beside them. */
    KernelCall addTo(KernelCall call, NDManager owner);
}
