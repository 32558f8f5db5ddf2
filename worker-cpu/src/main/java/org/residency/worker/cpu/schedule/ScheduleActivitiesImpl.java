package org.residency.worker.cpu.schedule;

import jakarta.inject.Singleton;
import org.residency.activities.FailureKind;
import org.residency.activities.Stage;
import org.residency.activities.schedule.DigestSourceRequest;
import org.residency.activities.schedule.KeepRunRequest;
import org.residency.activities.schedule.ScheduleActivities;
import org.residency.artifacts.ArtifactMissingException;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Source;
import org.residency.artifacts.StoreOptions;
import org.residency.worker.cpu.ActivityFailures;
import org.residency.worker.cpu.CanonicalJson;
import org.residency.worker.cpu.Heartbeat;
import org.residency.worker.cpu.Workbench;

@Singleton
class ScheduleActivitiesImpl implements ScheduleActivities {

    private final ArtifactStore store;
    private final StoreOptions storeOptions;
    private final Workbench workbench;

    ScheduleActivitiesImpl(ArtifactStore store, StoreOptions storeOptions, Workbench workbench) {
        this.store = store;
        this.storeOptions = storeOptions;
        this.workbench = workbench;
    }

    @Override
    public ArtifactRef digestSource(DigestSourceRequest request) {
        return ActivityFailures.translating(() -> {
            try (Workbench.Folder work = workbench.open()) {
                return Heartbeat.of(Stage.INGEST)
                        .during(
                                "bytes",
                                () -> Source.locate(request.source(), storeOptions, work.path())
                                        .ref());
            } catch (ArtifactMissingException e) {
                throw FailureKind.INVALID_INPUT.failure(e.getMessage());
            }
        });
    }

    @Override
    public void keepRequest(KeepRunRequest request) {
        ActivityFailures.translating(
                () -> store.put(request.run().requestKey(), CanonicalJson.bytes(request.request())));
    }
}
