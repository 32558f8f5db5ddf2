package org.residency.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.residency.artifacts.testing.InMemoryArtifactStore;

class DeviceTimeTest {

    private final DeviceTime time = new DeviceTime(new InMemoryArtifactStore());

    @Test
    void addsUpTheAttemptsOfOneRun() {
        time.record("r1", "a-1", Duration.ofMillis(1500));
        time.record("r1", "a-2", Duration.ofMillis(700));
        time.record("r12", "a-1", Duration.ofHours(1));

        assertThat(time.of("r1")).isEqualTo(Duration.ofMillis(2200));
        assertThat(time.of("r3")).isZero();
        assertThat(time.has("r1", "a-2")).isTrue();
        assertThat(time.has("r1", "a-3")).isFalse();
    }

    @Test
    void countsAnAttemptOnce() {
        time.record("r1", "a-1", Duration.ofMillis(1500));
        time.record("r1", "a-1", Duration.ofMillis(1500));
        time.record("r1", "a-1", Duration.ofMillis(1200));

        assertThat(time.of("r1")).isEqualTo(Duration.ofMillis(1500));
    }
}
