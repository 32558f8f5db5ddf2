package org.residency.activities.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * What an earlier run came to.
 *
 * @param from who worked for it, and the proof
 * @param value the stage's record
 */
public record FoundResult(Reused from, JsonNode value) {

    public FoundResult {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(value, "value");
    }
}
