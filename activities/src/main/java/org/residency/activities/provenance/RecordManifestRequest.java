package org.residency.activities.provenance;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.artifacts.ArtifactRef;

/**
 * What a manifest says; see {@link org.residency.artifacts.Manifest}.
 *
 * @param results what later runs may find; an older version gave none
 */
public record RecordManifestRequest(
        RunId run,
        Stage stage,
        SortedMap<String, ArtifactRef> inputs,
        SortedMap<String, String> settings,
        SortedMap<String, ArtifactRef> outputs,
        Optional<ArtifactRef> previous,
        List<ResultToKeep> results) {

    public RecordManifestRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(stage, "stage");
        inputs = new TreeMap<>(inputs);
        settings = new TreeMap<>(settings);
        outputs = new TreeMap<>(outputs);
        previous = previous == null ? Optional.empty() : previous;
        results = results == null ? List.of() : List.copyOf(results);
    }
}
