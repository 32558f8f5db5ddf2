package org.residency.artifacts;

import java.util.Objects;

/**
 * Sampled completions with their log-probabilities: JSONL, one group a line.
 */
public record RolloutBatch(ArtifactRef ref, int promptCount, int completionCount) implements Artifact {

    public RolloutBatch {
        Objects.requireNonNull(ref, "ref");
    }
}
