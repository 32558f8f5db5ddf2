package org.residency.artifacts;

import java.util.Objects;

/**
 * Everything needed to resume training after {@code step} optimizer steps: a folder. Never served, never called a model.
 */
public record Checkpoint(ArtifactRef ref, int step) implements Artifact {

    public Checkpoint {
        Objects.requireNonNull(ref, "ref");
    }
}
