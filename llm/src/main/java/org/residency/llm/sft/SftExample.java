package org.residency.llm.sft;

import java.util.Objects;
import org.residency.llm.tokenizer.TokenIds;

/**
 * One example; the loss covers the target's tokens, each predicted from all before it.
 *
 * @param prompt never part of the loss
 * @param target ends with the end token where the model should learn to stop
 */
public record SftExample(TokenIds prompt, TokenIds target) {
    public SftExample {
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(target, "target");
        if (prompt.isEmpty() || target.isEmpty()) {
            throw new IllegalArgumentException(
                    "example has %d prompt and %d target tokens, must have at least one of each"
                            .formatted(prompt.size(), target.size()));
        }
    }

    public int size() {
        return prompt.size() + target.size();
    }
}
