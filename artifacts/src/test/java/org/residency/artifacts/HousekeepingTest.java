package org.residency.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {

    private static final Instant ENDED = Instant.parse("2026-11-01T00:00:00Z");
    private static final RetentionPolicy POLICY =
            new RetentionPolicy(Duration.ofDays(10), Duration.ofDays(30), Duration.ofDays(20));
    private static final RetentionPolicy NOTHING = new RetentionPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    @TempDir
    private Path folder;

    private ArtifactStore store;
    private Housekeeping housekeeping;

    @BeforeEach
    void fill() throws IOException {
        store = new FileArtifactStore(folder.resolve("store"));
        housekeeping = new Housekeeping(store);
        put("runs/signed/request.json");
        put("runs/signed/1-ingest/raw/train/00000.jsonl");
        manifest("signed", "1-ingest", Map.of());
        put("runs/signed/3-sft/checkpoints/step-000010/abc/optimizer.safetensors");
        manifest("signed", "3-sft", Map.of("adapter", putFolder("runs/signed/3-sft/adapter")));
        put("runs/signed/4-grpo/round-0000/rollouts-00.jsonl");
        putFolder("runs/signed/4-grpo/round-0000/adapter");
        putFolder("runs/signed/4-grpo/round-0001/optimizer");
        manifest("signed", "4-grpo", Map.of("adapter", putFolder("runs/signed/4-grpo/round-0001/adapter")));
        put("runs/signed/2-deidentification/parts/train/00000/part-0.jsonl");
        manifest("signed", "2-deidentification", Map.of());
        put("runs/failed/request.json");
        put("runs/failed/1-ingest/raw/train/00000.jsonl");
    }

    @Test
    void findsWhatIsOfPassingUseWhenItsTimeIsOver() {
        assertThat(find(days(5))).isEmpty();
        assertThat(find(days(15)))
                .containsExactly("runs/signed/3-sft/checkpoints/step-000010/abc/optimizer.safetensors");
        assertThat(find(days(25)))
                .contains(
                        "runs/failed/1-ingest/raw/train/00000.jsonl",
                        "runs/signed/2-deidentification/parts/train/00000/part-0.jsonl")
                .hasSize(3);
        assertThat(find(days(35)))
                .contains(
                        "runs/signed/4-grpo/round-0000/rollouts-00.jsonl",
                        "runs/signed/4-grpo/round-0000/adapter/weights",
                        "runs/signed/4-grpo/round-0000/adapter/index.json",
                        "runs/signed/4-grpo/round-0001/optimizer/weights")
                .hasSize(8);
    }

    @Test
    void neverFindsWhatAManifestNames() {
        assertThat(find(days(9_999)))
                .noneMatch(key -> key.startsWith("runs/signed/4-grpo/round-0001/adapter")
                        || key.startsWith("runs/signed/3-sft/adapter")
                        || key.startsWith("runs/signed/1-ingest/")
                        || key.endsWith("/manifest.json")
                        || key.endsWith("/request.json"));
    }

    @Test
    void keepsWhatAnotherRunUses() throws IOException {
        ArtifactRef other =
                store.find("runs/signed/4-grpo/round-0000/adapter/index.json").orElseThrow();
        manifest("reuser", "5-merge", Map.of("adapter", other));

        assertThat(find(days(9_999))).noneMatch(key -> key.startsWith("runs/signed/4-grpo/round-0000/adapter"));
    }

    @Test
    void keepsTheModelInServiceWhateverItsRunCameTo() throws IOException {
        ArtifactRef model = putFolder("runs/failed/5-merge/model");
        ArtifactRef manifest = put("runs/failed/8-signoff/statement.json");
        new DeploymentLog(store)
                .promote("failed", new MergedModel(model), manifest, new ServedSettings(0.6, 0.95, 100));

        assertThat(find(days(9_999)))
                .contains("runs/failed/1-ingest/raw/train/00000.jsonl")
                .noneMatch(key -> key.startsWith("runs/failed/5-merge") || key.startsWith("runs/failed/8-signoff"));
    }

    @Test
    void leavesARunAloneThatHasNotEnded() {
        assertThat(housekeeping.find(Map.of("failed", ENDED), NOTHING, days(9_999)))
                .extracting(Removable::key)
                .allMatch(key -> key.startsWith("runs/failed/"));
    }

    @Test
    void removesOnlyWhatItFound() {
        List<Removable> found = housekeeping.find(ended(), NOTHING, days(1));
        List<String> before = store.list("");

        found.forEach(housekeeping::remove);

        assertThat(store.list(""))
                .hasSize(before.size() - found.size())
                .doesNotContainAnyElementsOf(found.stream().map(Removable::key).toList());
        assertThat(housekeeping.find(ended(), NOTHING, days(1))).isEmpty();
    }

    @Test
    void findsNothingWhereAManifestCannotBeRead() throws IOException {
        Files.writeString(folder.resolve("store/runs/signed/3-sft/manifest.json"), "{");

        assertThatThrownBy(() -> find(days(35))).isInstanceOf(ArtifactCorruptException.class);
    }

    private List<String> find(Instant now) {
        return housekeeping.find(ended(), POLICY, now).stream()
                .map(Removable::key)
                .toList();
    }

    private static Map<String, Instant> ended() {
        return Map.of("signed", ENDED, "failed", ENDED);
    }

    private static Instant days(int count) {
        return ENDED.plus(Duration.ofDays(count));
    }

    private ArtifactRef put(String key) {
        return store.put(key, key.getBytes(StandardCharsets.UTF_8));
    }

    private ArtifactRef putFolder(String key) throws IOException {
        Path files = Files.createDirectories(folder.resolve(key.replace('/', '-')));
        Files.writeString(files.resolve("weights"), key);
        return store.putFolder(key, files);
    }

    private void manifest(String run, String stage, Map<String, ArtifactRef> outputs) {
        SortedMap<String, ArtifactRef> none = new TreeMap<>();
        ManifestChain.record(
                store,
                "runs/" + run + "/" + stage + "/manifest.json",
                new Manifest(run, stage, none, new TreeMap<>(), new TreeMap<>(outputs), "test", Optional.empty()));
    }
}
