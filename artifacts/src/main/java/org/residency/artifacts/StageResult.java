package org.residency.artifacts;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a stage, or one of its parts, came to in a run: no truth of its own, but the way from what was asked to the manifest
 * that proves it.
 *
 * @param circumstances what else the result depends on, name to value: the version of the code, for example
 * @param run the run that has this result
 * @param maker the run that worked for it: {@code run} itself, or the one that it was taken from
 * @param value the stage's own record as JSON; its artifacts are in it as references
 */
public record StageResult(
        AskedStage asked, SortedMap<String, String> circumstances, String run, Maker maker, JsonNode value) {

    /** A run, and its manifest that names the result among the outputs. */
    public record Maker(String run, ArtifactRef manifest) {
        public Maker {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(manifest, "manifest");
        }
    }

    public StageResult {
        Objects.requireNonNull(asked, "asked");
        circumstances = new TreeMap<>(circumstances);
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(maker, "maker");
        Objects.requireNonNull(value, "value");
    }

    /** The same, as another run's that took it. */
    public StageResult takenBy(String other) {
        return new StageResult(asked, circumstances, other, maker, value);
    }

    /** Every reference in the value, wherever it stands. */
    public List<ArtifactRef> references() {
        List<ArtifactRef> found = new ArrayList<>();
        collect(value, found);
        return found;
    }

    private static void collect(JsonNode node, List<ArtifactRef> found) {
        if (node.path("uri").isTextual() && node.path("sha256").isTextual()) {
            found.add(new ArtifactRef(
                    URI.create(node.path("uri").asText()),
                    node.path("sha256").asText(),
                    node.path("byteCount").asLong()));
            return;
        }
        node.forEach(child -> collect(child, found));
    }
}
