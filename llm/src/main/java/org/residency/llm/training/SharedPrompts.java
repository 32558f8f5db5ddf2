package org.residency.llm.training;

import ai.djl.ndarray.NDArray;

/**
 * Where several sequences of a row continue one prompt, which then stands there once: all prompts first, then the
 * continuations in the order of their prompts. A continuation sees itself and its prompt.
 *
 * <p>Legend: G prompts.
 *
 * @param prompts where each prompt begins, and where the last ends: [G + 1], on the CPU
 * @param continuations where the continuations of each prompt begin, counted from the prompts' end, and where the last end:
 *     [G + 1], on the CPU
 */
public record SharedPrompts(NDArray prompts, NDArray continuations) {}
