package org.residency.worker.cpu.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.residency.worker.cpu.ActivityHarness.failureOf;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.RunId;
import org.residency.activities.grpo.GrpoSettings;
import org.residency.activities.grpo.RewardActivities;
import org.residency.activities.grpo.RewardRolloutsRequest;
import org.residency.activities.grpo.RewardedRollouts;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.RolloutBatch;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Split;
import org.residency.artifacts.testing.AuditedDataset;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.dataset.ClinicalCase;
import org.residency.dataset.ShardWriter;
import org.residency.scoring.files.JsonLines;
import org.residency.scoring.files.RewardGroupLine;
import org.residency.scoring.files.RolloutGroupLine;
import org.residency.scoring.files.RolloutLine;
import org.residency.worker.cpu.ActivityHarness;
import org.residency.worker.cpu.Workbench;

class RewardActivitiesImplTest {

    private static final ClinicalCase MIGRAINE = clinicalCase("headache", "migraine", "throbbing", "nausea");
    private static final ClinicalCase GOUT = clinicalCase("toe pain", "gout", "urate");

    @TempDir
    Path folder;

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final ActivityHarness harness = new ActivityHarness();
    private RewardActivities activities;
    private Dataset dataset;

    @BeforeEach
    void register() throws IOException {
        activities = harness.stub(
                RewardActivities.class,
                new RewardActivitiesImpl(
                        store,
                        new ArtifactCache(store, folder.resolve("cache")),
                        new Workbench(folder.resolve("work")),
                        new RewardMetrics(new SimpleMeterRegistry())));
        Path shard = ShardWriter.write(folder.resolve("shard.jsonl"), List.of(MIGRAINE, GOUT))
                .path();
        dataset = AuditedDataset.of(
                store,
                "dataset",
                store.put("dataset.json", new byte[0]),
                List.of(new Shard(store.put("shard", shard), Split.TRAIN, 0, 2)));
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void rewardsEveryCompletionInItsPlace() throws IOException {
        RewardedRollouts rewarded = reward(
                new RolloutGroupLine(
                        MIGRAINE.id(),
                        List.of(5),
                        List.of(
                                completion("throbbing pain and nausea\n</think>\n\nmigraine"),
                                completion("a throbbing pain\n</think>\n\ngout"),
                                completion("nothing closed"))),
                new RolloutGroupLine(GOUT.id(), List.of(5), List.of(completion("high urate\n</think>\n\nGout."))));

        List<RewardGroupLine> lines = lines(rewarded);
        assertThat(lines).extracting(RewardGroupLine::caseId).containsExactly(MIGRAINE.id(), GOUT.id());
        assertThat(lines.get(0).parts().get("correctness")).containsExactly(1.0, 0.0, 0.0);
        assertThat(lines.get(0).parts().get("format")).containsExactly(1.0, 1.0, 0.0);
        assertThat(lines.get(0).rewards()).containsExactly(1.2, 0.2, 0.0);
        assertThat(lines.get(1).rewards()).containsExactly(1.2);
        assertThat(rewarded.equalGroups()).as("of one completion").isEqualTo(1);
        assertThat(rewarded.meanReward()).isCloseTo((1.2 + 0.2 + 0 + 1.2) / 4, within(1e-12));
        assertThat(rewarded.meanByPart()).containsEntry("correctness", 0.5).containsEntry("format", 0.75);
        assertThat(rewarded.hiddenMetric()).isCloseTo((1 + 0.5 + 0 + 1) / 4, within(1e-12));
        assertThat(rewarded.rewards().uri().getPath()).isEqualTo("/runs/r1/4-grpo/round-0003/rewards-001.jsonl");
    }

    @Test
    void givesTheSameRewardsAgain() throws IOException {
        RolloutGroupLine group =
                new RolloutGroupLine(GOUT.id(), List.of(5), List.of(completion("high urate\n</think>\n\nGout.")));

        assertThat(reward(group)).isEqualTo(reward(group));
    }

    @Test
    void refusesRolloutsOfAnotherDataset() throws IOException {
        RolloutGroupLine stranger = new RolloutGroupLine("0123456789abcdef", List.of(5), List.of(completion("x")));

        assertThat(failureOf(() -> reward(stranger)).getType()).isEqualTo("INVALID_INPUT");
    }

    @Test
    void refusesABrokenFileWithoutQuotingIt() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.jsonl"), "{\"case\":\"Jane\",\"completions\":7}\n");
        RolloutBatch batch = new RolloutBatch(store.put("broken", file), 1, 1);

        var failure = failureOf(() -> activities.rewardRollouts(
                new RewardRolloutsRequest(new RunId("r1"), 0, 0, batch, dataset, GrpoSettings.defaults())));

        assertThat(failure.getType()).isEqualTo("INVALID_INPUT");
        assertThat(failure.getOriginalMessage())
                .contains("line 1: field completions")
                .doesNotContain("Jane");
    }

    private RewardedRollouts reward(RolloutGroupLine... groups) throws IOException {
        Path file = folder.resolve("rollouts.jsonl");
        JsonLines.write(file, List.of(groups));
        ArtifactRef ref = store.put("rollouts-" + groups.length, file);
        return activities.rewardRollouts(new RewardRolloutsRequest(
                new RunId("r1"), 3, 1, new RolloutBatch(ref, groups.length, 4), dataset, GrpoSettings.defaults()));
    }

    private List<RewardGroupLine> lines(RewardedRollouts rewarded) throws IOException {
        return JsonLines.read(store.fetch(rewarded.rewards(), folder.resolve("rewards.jsonl")), RewardGroupLine.class);
    }

    private static RolloutLine completion(String text) {
        return new RolloutLine(text, List.of(1, 2, 3), Collections.nCopies(3, -0.5), true);
    }

    private static ClinicalCase clinicalCase(String question, String answer, String... cues) {
        return ClinicalCase.of(
                question,
                "because",
                "Diagnosis: " + answer,
                Optional.of(answer),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of(cues));
    }
}
