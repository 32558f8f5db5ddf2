package org.residency.scoring;

/** Who writes the {@code <think>} that opens the reasoning. */
public enum ThinkTag {
    /** The chat template ends with it, so the completion begins inside the reasoning. */
    IN_PROMPT,
    /** The model has to write it. */
    IN_COMPLETION
}
