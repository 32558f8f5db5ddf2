package org.residency.worker.cpu.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.activities.provenance.ProvenanceActivities;
import org.residency.activities.provenance.RecordManifestRequest;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ManifestChain;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.deidentification.DeidentificationKey;
import org.residency.worker.cpu.ActivityHarness;

class ProvenanceActivitiesImplTest {

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final ArtifactRef adapter = store.put("adapter", new byte[] {1});
    private final ActivityHarness harness = new ActivityHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void chainsTheStagesWithTheVersionThatDidThem() {
        ProvenanceActivities activities = activities("1.2.3");
        ArtifactRef sft = activities.recordManifest(request(Stage.SFT, Optional.empty()));
        ArtifactRef grpo = activities.recordManifest(request(Stage.GRPO, Optional.of(sft)));

        ManifestChain chain = ManifestChain.read(store, grpo);

        assertThat(chain.links()).hasSize(2);
        assertThat(chain.head().manifest().stage()).isEqualTo("4-grpo");
        assertThat(chain.head().manifest().codeVersion()).isEqualTo("1.2.3+0123456789ab");
        assertThat(chain.output("adapter")).contains(adapter);
        assertThat(sft.uri().getPath()).isEqualTo("/runs/r1/3-sft/manifest.json");
    }

    @Test
    void keepsTheManifestOfTheVersionThatWroteItFirst() {
        ArtifactRef first = activities("1.2.3").recordManifest(request(Stage.SFT, Optional.empty()));

        try (ActivityHarness newer = new ActivityHarness()) {
            ProvenanceActivities upgraded = newer.stub(
                    ProvenanceActivities.class,
                    new ProvenanceActivitiesImpl(store, circumstances("1.3.0+0123456789ab")));
            assertThat(upgraded.recordManifest(request(Stage.SFT, Optional.empty())))
                    .isEqualTo(first);
        }
    }

    @Test
    void removesCheckpointsOfThatRunAlone() {
        store.put("runs/r1/3-sft/checkpoints/step-000010/adapter", new byte[] {1});
        store.put("runs/r1/3-sft/adapter/index.json", new byte[] {2});
        store.put("runs/r12/3-sft/checkpoints/step-000010/adapter", new byte[] {3});

        activities("1").removeCheckpoints("r1");

        assertThat(store.list("runs/"))
                .containsExactly("runs/r1/3-sft/adapter/index.json", "runs/r12/3-sft/checkpoints/step-000010/adapter");
    }

    private ProvenanceActivities activities(String version) {
        return harness.stub(
                ProvenanceActivities.class,
                new ProvenanceActivitiesImpl(store, circumstances(version + "+0123456789ab")));
    }

    private static Circumstances circumstances(String version) {
        return new Circumstances(DeidentificationKey.of(new byte[16]), false, version);
    }

    private RecordManifestRequest request(Stage stage, Optional<ArtifactRef> previous) {
        return new RecordManifestRequest(
                new RunId("r1"),
                stage,
                new TreeMap<>(),
                new TreeMap<>(Map.of("sft.rank", "16")),
                new TreeMap<>(Map.of("adapter", adapter)),
                previous,
                List.of());
    }
}
