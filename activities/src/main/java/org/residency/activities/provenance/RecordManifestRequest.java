package org.residency.activities.provenance;

import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.artifacts.ArtifactRef;

/** What a manifest says; see {@link org.residency.artifacts.Manifest}. */
public record RecordManifestRequest(
        RunId run,
        Stage stage,
        SortedMap<String, ArtifactRef> inputs,
        SortedMap<String, String> settings,
        SortedMap<String, ArtifactRef> outputs,
        Optional<ArtifactRef> previous) {

    public RecordManifestRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(stage, "stage");
        inputs = new TreeMap<>(inputs);
        settings = new TreeMap<>(settings);
        outputs = new TreeMap<>(outputs);
        previous = previous == null ? Optional.empty() : previous;
    }
}
