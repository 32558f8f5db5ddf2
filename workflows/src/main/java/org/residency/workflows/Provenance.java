package org.residency.workflows;

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
import org.residency.artifacts.ManifestChain;

/** The run's chain of manifests: one a stage, each naming the one before. */
final class Provenance {

    private final RunId run;
    private final List<ArtifactRef> manifests = new ArrayList<>();

    Provenance(RunId run) {
        this.run = run;
    }

    /**
     * Writes down a stage that was one piece of work.
     *
     * @param found what is worth knowing of it besides, named as settings are
     */
    void record(Done<?> done, Map<String, String> found, Map<String, ArtifactRef> outputs) {
        SortedMap<String, String> settings = new TreeMap<>(done.work().settings());
        settings.putAll(found);
        record(done.work().stage(), done.work().inputs(), settings, outputs, List.of(done));
    }

    /** Writes down what {@code stage} did, at the end of the chain. */
    void record(
            Stage stage,
            Map<String, ArtifactRef> inputs,
            SortedMap<String, String> settings,
            Map<String, ArtifactRef> outputs) {
        record(stage, inputs, settings, outputs, List.of());
    }

    /**
     * Writes down what {@code stage} did, at the end of the chain.
     *
     * @param parts what it came to, for later runs; those that were taken from earlier ones are named by their manifests
     */
    void record(
            Stage stage,
            Map<String, ArtifactRef> inputs,
            SortedMap<String, String> settings,
            Map<String, ArtifactRef> outputs,
            List<Done<?>> parts) {
        SortedMap<String, ArtifactRef> from = new TreeMap<>(inputs);
        SortedMap<String, String> asked = new TreeMap<>(settings);
        for (Done<?> part : parts) {
            part.reused().ifPresent(reused -> {
                String name = ManifestChain.reused(part.work().part());
                from.put(name, reused.manifest());
                asked.put(stage.word() + "." + name, reused.maker().value());
            });
        }
        RecordManifestRequest request = new RecordManifestRequest(
                run,
                stage,
                from,
                asked,
                new TreeMap<>(outputs),
                head(),
                parts.stream().map(EarlierResults::keep).toList());
        manifests.add(OnTheSpot.call(
                ProvenanceActivities.class,
                StageOptions.BOOKKEEPING,
                "Manifest of " + stage.folder(),
                activities -> activities.recordManifest(request)));
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
