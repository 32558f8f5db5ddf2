package org.residency.artifacts;

import java.util.Objects;

/**
 * The LoRA weights alone: a folder in PEFT layout.
 */
public record Adapter(ArtifactRef ref) implements Artifact {

    public Adapter {
        Objects.requireNonNull(ref, "ref");
    }
}
