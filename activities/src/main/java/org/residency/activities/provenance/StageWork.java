package org.residency.activities.provenance;

import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.activities.Stage;
import org.residency.artifacts.ArtifactRef;

/**
 * What a stage, or one of its parts, is to do.
 *
 * @param inputs name to reference; where they lie does not matter to whoever looks for the same work
 * @param settings name to value, as in the stage's manifest
 */
public record StageWork(Stage stage, SortedMap<String, ArtifactRef> inputs, SortedMap<String, String> settings) {

    public StageWork {
        Objects.requireNonNull(stage, "stage");
        inputs = new TreeMap<>(inputs);
        settings = new TreeMap<>(settings);
    }
}
