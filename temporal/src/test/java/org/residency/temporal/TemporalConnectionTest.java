package org.residency.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.envconfig.ClientConfigProfile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalConnectionTest {
    @TempDir
    Path folder;

    @Test
    void readsTheNamesOfTemporalsOwnCommandLine() {
        ClientConfigProfile profile = TemporalConnection.profile(
                Map.of("TEMPORAL_ADDRESS", "temporal.hospital.example:7233", "TEMPORAL_NAMESPACE", "residency"));

        assertThat(profile.toWorkflowServiceStubsOptions().getTarget()).isEqualTo("temporal.hospital.example:7233");
        assertThat(profile.toWorkflowClientOptions().getNamespace()).isEqualTo("residency");
    }

    @Test
    void saysWhichSettingsAreWrong() {
        assertThatThrownBy(() -> TemporalConnection.profile(Map.of(
                        "TEMPORAL_CONFIG_FILE", folder.resolve("absent/").toString(), "TEMPORAL_PROFILE", "absent")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TEMPORAL_*");
    }
}
