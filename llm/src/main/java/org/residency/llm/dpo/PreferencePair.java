package org.residency.llm.dpo;

import java.util.Objects;
import org.residency.llm.tokenizer.TokenIds;

/**
 * Two completions of one prompt.
 *
 * @param chosen the better one, such as a clinician's edit
 * @param rejected the other, such as the model's draft before it
 */
public record PreferencePair(TokenIds prompt, TokenIds chosen, TokenIds rejected) {
    public PreferencePair {
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(chosen, "chosen");
        Objects.requireNonNull(rejected, "rejected");
        if (prompt.isEmpty() || chosen.isEmpty() || rejected.isEmpty()) {
            throw new IllegalArgumentException(
                    "pair has %d prompt, %d chosen and %d rejected tokens, must have at least one of each"
                            .formatted(prompt.size(), chosen.size(), rejected.size()));
        }
        if (chosen.equals(rejected)) {
            throw new IllegalArgumentException("chosen and rejected are the same, must differ");
        }
    }

    /** Tokens of the longer of its two sequences. */
    public int size() {
        return prompt.size() + Math.max(chosen.size(), rejected.size());
    }

    /** Tokens of both sequences. */
    public int tokens() {
        return 2 * prompt.size() + chosen.size() + rejected.size();
    }
}
