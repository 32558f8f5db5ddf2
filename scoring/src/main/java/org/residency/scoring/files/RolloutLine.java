package org.residency.scoring.files;

import java.util.List;
import java.util.Objects;

/**
 * One sampled completion.
 *
 * @param text the completion as text, without its end token
 * @param tokens the sampled token ids, the end token included where one came
 * @param logProbabilities of each token under the policy that sampled it, in nats; as many as tokens
 * @param finished whether the end token came before the token limit
 */
public record RolloutLine(String text, List<Integer> tokens, List<Double> logProbabilities, boolean finished) {

    public RolloutLine {
        Objects.requireNonNull(text, "text");
        tokens = List.copyOf(tokens);
        logProbabilities = List.copyOf(logProbabilities);
        if (tokens.size() != logProbabilities.size()) {
            throw new IllegalArgumentException("a completion has " + tokens.size() + " tokens and "
                    + logProbabilities.size() + " log-probabilities, expected as many");
        }
    }
}
