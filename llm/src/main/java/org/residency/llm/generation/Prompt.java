package org.residency.llm.generation;

import java.util.Objects;
import org.residency.llm.tokenizer.TokenIds;

/**
 * A prompt to complete.
 *
 * @param key with the seed and sample index it selects the random stream, so that what is sampled for a prompt depends
 *     neither on its place in a list nor on its neighbours
 */
public record Prompt(long key, TokenIds tokens) {
    public Prompt {
        Objects.requireNonNull(tokens, "tokens");
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException("prompt is empty, must hold at least one token");
        }
    }
}
