package org.residency.llm.generation;

import java.util.Objects;
import org.residency.llm.tokenizer.TokenIds;

/**
 * One sampled continuation.
 *
 * @param promptIndex place of the prompt in the request, from 0
 * @param sampleIndex which of that prompt's samples, from 0
 * @param tokens the new tokens, the end token included where one came
 * @param logProbabilities of those tokens under softmax(logits / temperature), before top-k and top-p (temperature 1
 *     where decoding is greedy)
 * @param ended true where an end token came, false where the token limit did
 */
public record Completion(
        int promptIndex, int sampleIndex, TokenIds tokens, LogProbabilities logProbabilities, boolean ended) {
    public Completion {
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(logProbabilities, "logProbabilities");
        if (tokens.size() != logProbabilities.size()) {
            throw new IllegalArgumentException(
                    "%d tokens but %d log-probabilities".formatted(tokens.size(), logProbabilities.size()));
        }
    }
}
