package org.residency.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.artifacts.testing.InMemoryArtifactStore;

class StageResultsTest {

    @TempDir
    private Path folder;

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final StageResults results = new StageResults(store);
    private final ArtifactRef dataset = store.put("runs/r1/2-deidentification/dataset.json", new byte[] {7});
    private ArtifactRef adapter;
    private ArtifactRef curve;

    @BeforeEach
    void train() throws IOException {
        Files.writeString(folder.resolve("adapter.safetensors"), "weights");
        adapter = store.putFolder("runs/r1/3-sft/adapter", folder);
        curve = store.put("runs/r1/3-sft/curve.jsonl", new byte[] {9});
    }

    @Test
    void findsWhatWasAskedForWhereverItsInputsLie() {
        results.keep(result("r1", manifest("16", adapter)));
        ArtifactRef copy = store.put("runs/r2/2-deidentification/dataset.json", new byte[] {7});

        assertThat(results.of(asked(copy, "16"))).extracting(StageResult::run).containsExactly("r1");
        assertThat(results.of(asked(copy, "16"), "r2")).isEmpty();
    }

    @Test
    void findsNothingForOtherInputsOrSettings() {
        results.keep(result("r1", manifest("16", adapter)));

        assertThat(results.of(asked(dataset, "32"))).isEmpty();
        assertThat(results.of(asked(curve, "16"))).isEmpty();
    }

    @Test
    void keepsWhatARunKeptFirst() {
        ArtifactRef first = manifest("16", adapter);
        results.keep(result("r1", first));
        results.keep(result("r1", manifest("16", curve)));

        assertThat(results.of(asked(dataset, "16")))
                .singleElement()
                .satisfies(kept -> assertThat(kept.maker().manifest()).isEqualTo(first));
    }

    @Test
    void seesNoFaultInWhatIsThereAndProved() {
        assertThat(results.fault(result("r1", manifest("16", adapter)))).isEmpty();
    }

    @Test
    void missesAFileOfAFolder() {
        StageResult result = result("r1", manifest("16", adapter));
        store.delete("runs/r1/3-sft/adapter/adapter.safetensors");

        assertThat(results.fault(result))
                .hasValueSatisfying(fault -> assertThat(fault).contains("3-sft/adapter/index.json"));
    }

    @Test
    void noticesADamagedFile() {
        StageResult result = result("r1", manifest("16", adapter));
        store.damage(curve);

        assertThat(results.fault(result))
                .hasValueSatisfying(fault -> assertThat(fault).contains("curve.jsonl"));
    }

    @Test
    void refusesAManifestThatWasAskedForSomethingElseOrMadeSomethingElse() {
        assertThat(results.fault(result("r1", manifest("32", adapter)))).isPresent();
        assertThat(results.fault(result("r1", manifest("16", dataset)))).isPresent();
        assertThat(results.fault(result("r2", manifest("16", adapter)))).isPresent();
    }

    @Test
    void refusesAManifestThatIsGone() {
        StageResult result = result("r1", manifest("16", adapter));
        store.delete("runs/r1/3-sft/manifest-" + adapter.shortDigest() + "16");

        assertThat(results.fault(result)).isPresent();
    }

    private AskedStage asked(ArtifactRef dataset, String rank) {
        return AskedStage.of(
                "3-sft", new TreeMap<>(Map.of("dataset", dataset)), new TreeMap<>(Map.of("sft.rank", rank)));
    }

    private ArtifactRef manifest(String rank, ArtifactRef output) {
        return ManifestChain.record(
                store,
                "runs/r1/3-sft/manifest-" + output.shortDigest() + rank,
                new Manifest(
                        "r1",
                        "3-sft",
                        new TreeMap<>(Map.of("dataset", dataset)),
                        new TreeMap<>(Map.of("sft.rank", rank, "sft.finished", "true")),
                        new TreeMap<>(Map.of("adapter", output)),
                        "1",
                        Optional.empty()));
    }

    private StageResult result(String run, ArtifactRef manifest) {
        ObjectNode value = JsonNodeFactory.instance.objectNode().put("steps", 60);
        value.putObject("adapter").set("ref", json(adapter));
        value.putArray("curves").add(json(curve));
        return new StageResult(
                asked(dataset, "16"),
                new TreeMap<>(Map.of("codeVersion", "1")),
                run,
                new StageResult.Maker(run, manifest),
                value);
    }

    private static JsonNode json(ArtifactRef ref) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("uri", ref.uri().toString())
                .put("sha256", ref.sha256())
                .put("byteCount", ref.byteCount());
    }
}
