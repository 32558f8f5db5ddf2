package org.residency.worker.cpu.provenance;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.residency.activities.RunId;
import org.residency.activities.provenance.FoundResult;
import org.residency.activities.provenance.ProvenanceActivities;
import org.residency.activities.provenance.RecordManifestRequest;
import org.residency.activities.provenance.StageWork;
import org.residency.activities.provenance.TakeResultRequest;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.DeviceTime;
import org.residency.artifacts.Manifest;
import org.residency.artifacts.ManifestChain;
import org.residency.worker.cpu.ActivityFailures;

@Singleton
class ProvenanceActivitiesImpl implements ProvenanceActivities {

    private static final String CHECKPOINTS = "/checkpoints/";

    private final ArtifactStore store;
    private final String codeVersion;
    private final EarlierResults results;

    ProvenanceActivitiesImpl(ArtifactStore store, Circumstances circumstances) {
        this.store = store;
        this.codeVersion = circumstances.codeVersion();
        this.results = new EarlierResults(store, circumstances);
    }

    @Override
    public ArtifactRef recordManifest(RecordManifestRequest request) {
        return ActivityFailures.translating(() -> {
            String key = request.stage().key(request.run()) + "/manifest.json";
            // A newer worker may try again what an older one did: then the older one's manifest is the true one.
            String version = store.find(key)
                    .map(earlier ->
                            ManifestChain.read(store, earlier).head().manifest().codeVersion())
                    .orElse(codeVersion);
            ArtifactRef manifest = ManifestChain.record(store, key, manifest(request, version));
            results.keep(request, manifest, version);
            return manifest;
        });
    }

    @Override
    public Optional<FoundResult> findResult(StageWork work) {
        return ActivityFailures.translating(() -> results.find(work));
    }

    @Override
    public FoundResult takeResult(TakeResultRequest request) {
        return ActivityFailures.translating(() -> results.take(request.of(), request.work()));
    }

    @Override
    public Duration sumDeviceTime(String run) {
        return ActivityFailures.translating(() -> new DeviceTime(store).of(new RunId(run).value()));
    }

    @Override
    public void removeCheckpoints(String run) {
        ActivityFailures.translating(() -> {
            String prefix = "runs/" + new RunId(run) + "/";
            Set<String> folders = store.list(prefix).stream()
                    .filter(key -> key.contains(CHECKPOINTS))
                    .map(key -> key.substring(0, key.indexOf(CHECKPOINTS) + CHECKPOINTS.length() - 1))
                    .collect(Collectors.toSet());
            folders.forEach(store::delete);
            return null;
        });
    }

    private static Manifest manifest(RecordManifestRequest request, String codeVersion) {
        return new Manifest(
                request.run().value(),
                request.stage().folder(),
                request.inputs(),
                request.settings(),
                request.outputs(),
                codeVersion,
                request.previous());
    }
}
