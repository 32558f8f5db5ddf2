package org.residency.scoring.files;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The rewards of one case's completions: a line of a reward file, in the order of the rollout file.
 *
 * @param caseId id of the case in the dataset
 * @param rewards the weighted sum for each completion, in their order
 * @param parts name of the reward's part to its value for each completion, before its weight
 */
public record RewardGroupLine(
        @JsonProperty("case") String caseId, List<Double> rewards, Map<String, List<Double>> parts) {

    public RewardGroupLine {
        Objects.requireNonNull(caseId, "case");
        rewards = List.copyOf(rewards);
        Map<String, List<Double>> copies = new TreeMap<>();
        for (Map.Entry<String, List<Double>> part : parts.entrySet()) {
            if (part.getValue().size() != rewards.size()) {
                throw new IllegalArgumentException("case " + caseId + " has " + rewards.size() + " rewards and "
                        + part.getValue().size() + " values of " + part.getKey() + ", expected as many");
            }
            copies.put(part.getKey(), List.copyOf(part.getValue()));
        }
        parts = Collections.unmodifiableMap(copies);
    }
}
