package org.residency.scoring.files;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/**
 * The completions sampled for one case: a line of a rollout file.
 *
 * @param caseId id of the case in the dataset
 * @param promptTokens what the model was given; the update needs it and has no dataset
 * @param completions at least one, in the order of their random streams
 */
public record RolloutGroupLine(
        @JsonProperty("case") String caseId, List<Integer> promptTokens, List<RolloutLine> completions) {

    public RolloutGroupLine {
        Objects.requireNonNull(caseId, "case");
        promptTokens = List.copyOf(promptTokens);
        completions = List.copyOf(completions);
        if (completions.isEmpty()) {
            throw new IllegalArgumentException("case " + caseId + " has no completions, expected at least one");
        }
    }
}
