package org.residency.worker.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.artifacts.Checkpoint;
import org.residency.artifacts.testing.InMemoryArtifactStore;

class TrainingCheckpointsTest {

    private static final String KEY = "runs/r1/3-sft";

    @TempDir
    Path folder;

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final TrainingCheckpoints checkpoints = new TrainingCheckpoints(store);

    @Test
    void aStalledAttemptThatWakesUpChangesNothingOfItsSuccessors() throws IOException {
        Checkpoint successors = checkpoints.keep(KEY, 10, trained("successor"));

        // On a GPU the same step may come out with other bytes.
        Checkpoint stalled = checkpoints.keep(KEY, 10, trained("stalled"));

        assertThat(stalled.ref().uri()).isNotEqualTo(successors.ref().uri());
        assertThat(fetched(Optional.of(successors))).isEqualTo("successor");
        assertThat(fetched(Optional.of(stalled))).isEqualTo("stalled");
    }

    @Test
    void aStalledAttemptThatIsFurtherBackIsNotGoneBackTo() throws IOException {
        Checkpoint successors = checkpoints.keep(KEY, 12, trained("successor"));
        checkpoints.keep(KEY, 10, trained("stalled"));

        assertThat(fetched(Optional.empty())).isEqualTo("successor");
        assertThat(fetched(Optional.of(successors))).isEqualTo("successor");
    }

    @Test
    void theSameBytesLieInOnePlace() throws IOException {
        Checkpoint first = checkpoints.keep(KEY, 10, trained("same"));

        assertThat(checkpoints.keep(KEY, 10, trained("same"))).isEqualTo(first);
    }

    private Path trained(String bytes) throws IOException {
        Path made = Files.createTempDirectory(folder, "checkpoint");
        Files.writeString(made.resolve("optimizer.safetensors"), bytes);
        return made;
    }

    private String fetched(Optional<Checkpoint> told) throws IOException {
        Path target = Files.createTempDirectory(folder, "fetched").resolve("checkpoint");
        return Files.readString(checkpoints
                .fetchNewest(KEY, told, target)
                .orElseThrow()
                .folder()
                .resolve("optimizer.safetensors"));
    }
}
