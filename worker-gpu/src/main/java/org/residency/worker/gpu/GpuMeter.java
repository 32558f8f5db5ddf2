package org.residency.worker.gpu;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.ArtifactStoreException;
import org.residency.artifacts.DeviceTime;

/** Counts how long runs hold the device: for a run's budget in the store, and for all of them as a metric. */
@Singleton
final class GpuMeter {

    private static final Logger LOG = Logger.getLogger(GpuMeter.class);

    private final DeviceTime time;
    private final MeterRegistry registry;

    GpuMeter(ArtifactStore store, MeterRegistry registry) {
        this.time = new DeviceTime(store);
        this.registry = registry;
    }

    /** An attempt has ended, in whatever way. */
    void ended(RunId run, Stage stage, String attempt, Duration held) {
        registry.counter("residency.gpu.seconds", "stage", stage.word()).increment(held.toMillis() / 1e3);
        record(run, attempt, held);
    }

    /**
     * The attempt before this one told by its last heartbeat how long it had held the device; if it did not live to write it down,
     * that is what is known of it.
     */
    void succeeds(RunId run, String attempt, Duration held) {
        record(run, attempt, held);
    }

    private void record(RunId run, String attempt, Duration held) {
        try {
            if (!held.isZero() && !time.has(run.value(), attempt)) {
                time.record(run.value(), attempt, held);
            }
        } catch (ArtifactStoreException e) {
            // What it came to is worth more than what it took.
            LOG.warnf("attempt %s of %s is not counted: %s", attempt, run, e.getMessage());
        }
    }
}
