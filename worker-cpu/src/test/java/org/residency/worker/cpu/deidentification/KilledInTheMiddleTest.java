package org.residency.worker.cpu.deidentification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.deidentification.DeidentifiedShard;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.FileArtifactStore;
import org.residency.worker.cpu.CanonicalJson;

/** A process that de-identifies a shard is killed in its middle; the next attempt goes on at the record after. */
@Timeout(180)
class KilledInTheMiddleTest {

    private static final int DONE = ShardWorker.PARTS_BEFORE_THE_KILL;

    @TempDir
    Path folder;

    @Test
    void goesOnAtTheRecordAfterAndEndsWithTheSameShard() throws Exception {
        DeidentifiedShard undisturbed = undisturbed();
        ShardBeat last = killedAfter(DONE);
        RecordingStore store = store();

        DeidentifiedShard resumed = new ShardWorker(disturbed(), "v1").attempt(store, Optional.of(last), beat -> {});

        assertThat(resumed.shard().ref().sha256())
                .isEqualTo(undisturbed.shard().ref().sha256());
        assertThat(resumed.replacedByClass()).isEqualTo(undisturbed.replacedByClass());
        // A part a case: each of the others was de-identified once, and none of those that were done.
        assertThat(parts(store))
                .hasSize(ShardWorker.CASES - DONE)
                .first()
                .asString()
                .endsWith("/%06d-%06d.jsonl".formatted(DONE, DONE + 1));
        List<String> lines = new String(store.read(resumed.shard().ref()), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(lines).hasSize(ShardWorker.CASES).doesNotHaveDuplicates();
        assertThat(store.list("runs/r1/2-deidentification/parts")).isEmpty();
    }

    @Test
    void beginsAnewWhatAnotherVersionBegan() throws Exception {
        RecordingStore store = store();
        ArtifactRef ref = store.put("runs/r1/2-deidentification/parts/train/00000/gone", new byte[] {'\n'});
        ShardBeat.Part others = new ShardBeat.Part(ref, 1, "another maker", Map.of());
        ShardBeat last = ShardBeat.of(1, ShardWorker.CASES, List.of(others));

        DeidentifiedShard shard = new ShardWorker(disturbed(), "v1").attempt(store, Optional.of(last), beat -> {});

        assertThat(shard.shard().caseCount()).isEqualTo(ShardWorker.CASES);
        assertThat(parts(store)).hasSize(ShardWorker.CASES + 1);
    }

    private DeidentifiedShard undisturbed() throws Exception {
        Path other = Files.createDirectories(folder.resolve("undisturbed"));
        return new ShardWorker(other, "v1")
                .attempt(new FileArtifactStore(other.resolve("store")), Optional.empty(), beat -> {});
    }

    private RecordingStore store() throws IOException {
        return new RecordingStore(new FileArtifactStore(disturbed().resolve("store")), key -> {});
    }

    private Path disturbed() throws IOException {
        return Files.createDirectories(folder.resolve("disturbed"));
    }

    private static List<String> parts(RecordingStore store) {
        return store.written.stream().filter(key -> key.contains("/parts/")).toList();
    }

    /** Kills another process once it has told of so many parts; what it told last. */
    private ShardBeat killedAfter(int parts) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShardWorker.class.getName(),
                        disturbed().toString())
                .redirectError(folder.resolve("killed.log").toFile())
                .start();
        try (BufferedReader told =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                if (!line.startsWith("{")) {
                    continue;
                }
                ShardBeat beat = CanonicalJson.read(line.getBytes(StandardCharsets.UTF_8), ShardBeat.class);
                if (beat.parts().size() >= parts) {
                    return beat;
                }
            }
            throw new AssertionError("the process ended by itself; see "
                    + Files.readString(folder.resolve("killed.log"), StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
