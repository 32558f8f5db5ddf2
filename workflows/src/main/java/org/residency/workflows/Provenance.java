package org.residency.workflows;

import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.activities.provenance.ProvenanceActivities;
import org.residency.activities.provenance.RecordManifestRequest;
import org.residency.artifacts.ArtifactRef;

/** The run's chain of manifests: one a stage, each naming the one before. */
final class Provenance {

    private final RunId run;
    private final List<ArtifactRef> manifests = new ArrayList<>();

    Provenance(RunId run) {
        this.run = run;
    }

    /** Writes down what {@code stage} did, at the end of the chain. */
    void record(
            Stage stage,
            Map<String, ArtifactRef> inputs,
            SortedMap<String, String> settings,
            Map<String, ArtifactRef> outputs) {
        ProvenanceActivities activities = Workflow.newActivityStub(
                ProvenanceActivities.class, StageOptions.BOOKKEEPING.summarized("Manifest of " + stage.folder()));
        manifests.add(activities.recordManifest(new RecordManifestRequest(
                run, stage, new TreeMap<>(inputs), settings, new TreeMap<>(outputs), head())));
    }

    /** The newest manifest; empty before the first stage has ended. */
    Optional<ArtifactRef> head() {
        return manifests.isEmpty() ? Optional.empty() : Optional.of(manifests.get(manifests.size() - 1));
    }

    /** Oldest first. */
    List<ArtifactRef> manifests() {
        return List.copyOf(manifests);
    }
}
