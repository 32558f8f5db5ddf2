package org.residency.activities.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.Optional;

/**
 * What a stage, or one of its parts, came to, for later runs to find.
 *
 * @param work its inputs and settings must be among those of the stage's manifest
 * @param value the stage's record
 * @param reused where it was taken from; empty if this run worked for it
 */
public record ResultToKeep(StageWork work, JsonNode value, Optional<Reused> reused) {

    public ResultToKeep {
        Objects.requireNonNull(work, "work");
        Objects.requireNonNull(value, "value");
        reused = reused == null ? Optional.empty() : reused;
    }
}
