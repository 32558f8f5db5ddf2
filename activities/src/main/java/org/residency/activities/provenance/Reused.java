package org.residency.activities.provenance;

import java.util.Objects;
import org.residency.activities.RunId;
import org.residency.artifacts.ArtifactRef;

/**
 * Where a result was taken from.
 *
 * @param maker the run that worked for it
 * @param manifest the maker's, which has it among its outputs
 */
public record Reused(RunId maker, ArtifactRef manifest) {

    public Reused {
        Objects.requireNonNull(maker, "maker");
        Objects.requireNonNull(manifest, "manifest");
    }
}
