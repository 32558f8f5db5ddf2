package org.residency.artifacts;

import java.util.Objects;

/**
 * Base model and adapter made one: a folder in Hugging Face layout, and the very bytes that are served.
 */
public record MergedModel(ArtifactRef ref) implements Artifact {

    public MergedModel {
        Objects.requireNonNull(ref, "ref");
    }
}
