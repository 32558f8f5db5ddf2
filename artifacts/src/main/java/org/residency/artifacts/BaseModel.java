package org.residency.artifacts;

import java.util.Objects;

/**
 * The frozen start of a run: a folder in Hugging Face layout.
 */
public record BaseModel(ArtifactRef ref, String name, String architecture, long parameterCount) implements Artifact {

    public BaseModel {
        Objects.requireNonNull(ref, "ref");
    }
}
