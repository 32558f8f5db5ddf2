package org.residency.worker.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.ArtifactStoreException;
import org.residency.artifacts.DeviceTime;
import org.residency.artifacts.testing.ForwardingArtifactStore;
import org.residency.artifacts.testing.InMemoryArtifactStore;

class GpuMeterTest {

    private static final RunId RUN = new RunId("run-1");

    private final ArtifactStore store = new InMemoryArtifactStore();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final GpuMeter meter = new GpuMeter(store, registry);
    private final DeviceTime time = new DeviceTime(store);

    @Test
    void countsEveryAttemptForTheRunAndTheMetric() {
        meter.ended(RUN, Stage.SFT, "x-7-1", Duration.ofSeconds(30));
        meter.ended(RUN, Stage.SFT, "x-7-2", Duration.ofSeconds(10));

        assertThat(time.of("run-1")).isEqualTo(Duration.ofSeconds(40));
        assertThat(registry.counter("residency.gpu.seconds", "stage", "sft").count())
                .isEqualTo(40);
    }

    @Test
    void countsWhatAKilledAttemptLastTold() {
        meter.succeeds(RUN, "x-7-1", Duration.ofSeconds(25));
        meter.ended(RUN, Stage.SFT, "x-7-2", Duration.ofSeconds(10));

        assertThat(time.of("run-1")).isEqualTo(Duration.ofSeconds(35));
    }

    @Test
    void countsAnAttemptThatLivedToTellItselfOnce() {
        meter.ended(RUN, Stage.SFT, "x-7-1", Duration.ofSeconds(30));
        meter.succeeds(RUN, "x-7-1", Duration.ofSeconds(29));

        assertThat(time.of("run-1")).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void failsNoActivityWhereTheStoreDoesNotAnswer() {
        GpuMeter cutOff = new GpuMeter(
                new ForwardingArtifactStore(store) {
                    @Override
                    public ArtifactRef put(String key, byte[] bytes) {
                        throw new ArtifactStoreException("no answer");
                    }
                },
                registry);

        cutOff.ended(RUN, Stage.SFT, "x-7-1", Duration.ofSeconds(30));

        assertThat(time.of("run-1")).isZero();
    }
}
