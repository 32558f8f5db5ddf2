package org.residency.llm.tokenizer;

import java.util.Objects;

/**
 * A completion taken apart.
 *
 * @param reasoning the text before {@code </think>}; all of it where the tag never came
 * @param answer the text after it, empty where the tag never came
 * @param closed whether {@code </think>} stood there exactly once
 */
public record ReasonedAnswer(String reasoning, String answer, boolean closed) {
    public ReasonedAnswer {
        Objects.requireNonNull(reasoning, "reasoning");
        Objects.requireNonNull(answer, "answer");
    }
}
