package org.residency.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.residency.artifacts.testing.InMemoryArtifactStore;

class ManifestChainTest {

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final ArtifactRef adapter = store.put("adapter", new byte[] {1});
    private final ArtifactRef newerAdapter = store.put("newer", new byte[] {2});

    @Test
    void readsOldestFirstAndFindsTheNewestOutput() {
        ArtifactRef sft = record("r1", "3-sft", adapter, Optional.empty());
        ArtifactRef grpo = record("r1", "4-grpo", newerAdapter, Optional.of(sft));

        ManifestChain chain = ManifestChain.read(store, grpo);

        assertThat(chain.links()).extracting(ManifestChain.Link::ref).isEqualTo(List.of(sft, grpo));
        assertThat(chain.run()).isEqualTo("r1");
        assertThat(chain.head().ref()).isEqualTo(grpo);
        assertThat(chain.output("adapter")).contains(newerAdapter);
        assertThat(chain.output("model")).isEmpty();
        assertThat(chain.madeBy(adapter.sha256()).orElseThrow().stage()).isEqualTo("3-sft");
        assertThat(chain.stage("4-grpo").orElseThrow().previous()).contains(sft);
    }

    @Test
    void writesTheSameManifestAsTheSameBytes() {
        assertThat(record("r1", "3-sft", adapter, Optional.empty()))
                .isEqualTo(record("r1", "3-sft", adapter, Optional.empty()));
    }

    @Test
    void refusesAChainInWhichOneBitWasChanged() {
        ArtifactRef sft = record("r1", "3-sft", adapter, Optional.empty());
        ArtifactRef grpo = record("r1", "4-grpo", newerAdapter, Optional.of(sft));
        store.damage(sft);

        assertThatThrownBy(() -> ManifestChain.read(store, grpo))
                .isInstanceOf(ArtifactCorruptException.class)
                .hasMessageContaining(sft.uri().toString());
    }

    @Test
    void refusesAManifestOfAnotherRun() {
        ArtifactRef foreign = record("r0", "3-sft", adapter, Optional.empty());
        ArtifactRef head = record("r1", "4-grpo", newerAdapter, Optional.of(foreign));

        assertThatThrownBy(() -> ManifestChain.read(store, head))
                .isInstanceOf(ArtifactCorruptException.class)
                .hasMessageContaining("a manifest of r0, expected one of r1");
    }

    @Test
    void refusesWhatIsNoManifest() {
        assertThatThrownBy(() -> ManifestChain.read(store, adapter)).isInstanceOf(ArtifactCorruptException.class);
    }

    private ArtifactRef record(String run, String stage, ArtifactRef output, Optional<ArtifactRef> previous) {
        Manifest manifest = new Manifest(
                run,
                stage,
                new TreeMap<>(),
                new TreeMap<>(Map.of("learningRate", "1e-4")),
                new TreeMap<>(Map.of("adapter", output)),
                "0.1.0",
                previous);
        return ManifestChain.record(store, "runs/" + run + "/" + stage + "/manifest.json", manifest);
    }
}
