package org.residency.llm.grpo;

import java.util.Objects;
import org.residency.llm.generation.LogProbabilities;
import org.residency.llm.tokenizer.TokenIds;

/**
 * One sampled completion of a prompt.
 *
 * @param completion the sampled tokens, the end token included where one came
 * @param logProbabilities of each under the policy that sampled it, at the sampling temperature
 * @param ended whether the end token came before the token limit
 */
public record Rollout(int sampleIndex, TokenIds completion, LogProbabilities logProbabilities, boolean ended) {
    public Rollout {
        Objects.requireNonNull(completion, "completion");
        Objects.requireNonNull(logProbabilities, "logProbabilities");
        if (completion.isEmpty() || completion.size() != logProbabilities.size()) {
            throw new IllegalArgumentException("%d tokens and %d log-probabilities, must be as many and at least one"
                    .formatted(completion.size(), logProbabilities.size()));
        }
    }
}
