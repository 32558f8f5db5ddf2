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

    @Test
    void followsWhatAStageTookToTheManifestThatMadeIt() {
        ArtifactRef maker = record("r0", "3-sft", adapter, Optional.empty());

        assertThat(ManifestChain.read(store, taking(maker, adapter)).run()).isEqualTo("r1");

        store.damage(maker);
        assertThatThrownBy(() -> ManifestChain.read(store, taking(maker, adapter)))
                .isInstanceOf(ArtifactCorruptException.class);
    }

    @Test
    void refusesWhatTheRunItIsSaidToComeFromDidNotMake() {
        ArtifactRef maker = record("r0", "3-sft", adapter, Optional.empty());
        ArtifactRef other = record("r0", "4-grpo", newerAdapter, Optional.of(maker));

        assertThatThrownBy(() -> ManifestChain.read(store, taking(maker, newerAdapter)))
                .isInstanceOf(ArtifactCorruptException.class)
                .hasMessageContaining("takes results of stage 3-sft from");
        assertThatThrownBy(() -> ManifestChain.read(store, taking(other, newerAdapter)))
                .isInstanceOf(ArtifactCorruptException.class);
    }

    private ArtifactRef taking(ArtifactRef maker, ArtifactRef output) {
        return record("r1", "3-sft", output, Optional.empty(), Map.of(ManifestChain.reused(""), maker));
    }

    private ArtifactRef record(String run, String stage, ArtifactRef output, Optional<ArtifactRef> previous) {
        return record(run, stage, output, previous, Map.of());
    }

    private ArtifactRef record(
            String run,
            String stage,
            ArtifactRef output,
            Optional<ArtifactRef> previous,
            Map<String, ArtifactRef> inputs) {
        Manifest manifest = new Manifest(
                run,
                stage,
                new TreeMap<>(inputs),
                new TreeMap<>(Map.of("learningRate", "1e-4")),
                new TreeMap<>(Map.of("adapter", output)),
                "0.1.0",
                previous);
        return ManifestChain.record(
                store,
                "runs/" + run + "/" + stage + "/manifest-" + output.shortDigest() + inputs.hashCode() + ".json",
                manifest);
    }
}
