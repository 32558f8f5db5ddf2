package org.residency.worker.cpu.provenance;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.residency.activities.RunId;
import org.residency.activities.provenance.ProvenanceActivities;
import org.residency.activities.provenance.RecordManifestRequest;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Manifest;
import org.residency.artifacts.ManifestChain;
import org.residency.worker.cpu.ActivityFailures;

@Singleton
class ProvenanceActivitiesImpl implements ProvenanceActivities {

    private static final String CHECKPOINTS = "/checkpoints/";

    private final ArtifactStore store;
    private final String codeVersion;

    ProvenanceActivitiesImpl(
            ArtifactStore store,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "build.commit") String commit) {
        this.store = store;
        this.codeVersion = version + "+" + commit;
    }

    @Override
    public ArtifactRef recordManifest(RecordManifestRequest request) {
        return ActivityFailures.translating(() -> {
            String key = request.stage().key(request.run()) + "/manifest.json";
            Optional<ArtifactRef> earlier = store.find(key);
            if (earlier.isPresent()) {
                // A newer worker may try again what an older one did: then the older one's manifest is the true one.
                String written = ManifestChain.read(store, earlier.get())
                        .head()
                        .manifest()
                        .codeVersion();
                return ManifestChain.record(store, key, manifest(request, written));
            }
            return ManifestChain.record(store, key, manifest(request, codeVersion));
        });
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
