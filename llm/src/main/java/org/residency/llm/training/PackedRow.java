package org.residency.llm.training;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * The tensors of packed sequences.
 *
 * <p>Legend: S sequences, T tokens of all, N predicted tokens.
 *
 * @param ids [1, T]
 * @param rows places in the row [N] that predict {@code targets} [N]
 * @param positions of each token in its sequence [T]
 * @param starts where each sequence begins, and T: [S + 1], on the CPU; of shared prompts and continuations likewise
 * @param shared empty where every sequence has its prompt to itself
 */
public record PackedRow(
        NDArray ids,
        NDArray rows,
        NDArray targets,
        NDArray positions,
        NDArray starts,
        Optional<SharedPrompts> shared) {}
