package org.residency.worker.gpu.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.residency.activities.FailureKind;
import org.residency.activities.RunId;
import org.residency.activities.grpo.GrpoSettings;
import org.residency.activities.grpo.PolicyActivities;
import org.residency.activities.grpo.PolicyUpdate;
import org.residency.activities.grpo.RewardedRollouts;
import org.residency.activities.grpo.SampleRolloutsRequest;
import org.residency.activities.grpo.UpdatePolicyRequest;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.Checkpoint;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.RolloutBatch;
import org.residency.llm.LanguageModel;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.lora.LoraSettings;
import org.residency.scoring.files.JsonLines;
import org.residency.scoring.files.RewardGroupLine;
import org.residency.scoring.files.RolloutGroupLine;
import org.residency.worker.gpu.GpuWorkerFixture;
import org.residency.worker.gpu.testing.ActivityStubs;
import org.residency.worker.gpu.testing.TinyDataset;

class PolicyActivitiesImplTest {

    private static final RunId RUN = new RunId("run-1");
    private static final Map<String, Object> ASKED = Map.of(
            "rounds", 2,
            "promptsPerRound", 4,
            "groupSize", 3,
            "minibatchSize", 3,
            "learningRate", 1e-3,
            "maxCompletionTokens", 12,
            "seed", 5);
    private static final GrpoSettings SETTINGS = settings(Map.of());

    private final ActivityStubs stubs = new ActivityStubs();

    @TempDir
    Path folder;

    private GpuWorkerFixture worker;
    private BaseModel model;
    private Dataset dataset;
    private Adapter adapter;

    @BeforeEach
    void prepare() throws IOException {
        worker = new GpuWorkerFixture(folder.resolve("worker"));
        model = worker.baseModel(folder);
        dataset = TinyDataset.store(worker.store, folder, 6, 0, 0);
        LanguageModel loaded = worker.models.model(model.ref());
        try (LoraAdapter fresh =
                LoraAdapter.create(loaded.transformer(), LoraSettings.defaults().withRank(4, 8), 1)) {
            fresh.save(folder.resolve("adapter"));
        }
        adapter = new Adapter(worker.store.putFolder("adapter", folder.resolve("adapter")));
    }

    @AfterEach
    void close() {
        stubs.close();
        worker.close();
    }

    @Test
    void samplesAGroupForEachOfTheRoundsPrompts() throws IOException {
        RolloutBatch rollouts = sample(0);

        assertThat(rollouts.promptCount()).isEqualTo(4);
        assertThat(rollouts.completionCount()).isEqualTo(12);
        assertThat(lines(rollouts)).allSatisfy(line -> {
            assertThat(line.completions()).hasSize(3);
            assertThat(line.promptTokens()).isNotEmpty();
            assertThat(line.completions().get(0).tokens()).hasSizeBetween(1, 12);
        });
        assertThat(sample(0).ref()).as("sampled again").isEqualTo(rollouts.ref());
        assertThat(sample(1).ref().sha256()).isNotEqualTo(rollouts.ref().sha256());
    }

    @Test
    void samplesOtherPromptsInPlaceOfSome() throws IOException {
        List<String> own = cases(sample(0));
        RolloutBatch others = stub().sampleRollouts(inPlace(1, 0, 2));

        assertThat(cases(others)).hasSize(2).doesNotContainAnyElementsOf(own);
        // Two others and no more: then the round's own come up again, by another stream.
        RolloutBatch again = stub().sampleRollouts(inPlace(2, 2, 4));
        assertThat(cases(again)).containsExactlyInAnyOrderElementsOf(own);
        assertThat(lines(again)).doesNotContainAnyElementsOf(lines(sample(0)));
    }

    @Test
    void leavesGroupsThatTeachNothingOutWhereOthersStandInTheirPlace() throws IOException {
        RewardedRollouts rewarded = rewarded(0, sample(0), List.of(0.5, 0.5, 0.5));
        PolicyUpdate all = update(rewarded, SETTINGS, "run-all");
        PolicyUpdate spreadAlone = update(rewarded, settings(Map.of("maxResamplings", 1)), "run-spread");

        assertThat(all.optimizerState().step()).isEqualTo(4);
        assertThat(spreadAlone.optimizerState().step()).isZero();
        assertThat(spreadAlone.metrics().zeroVarianceGroups()).isEqualTo(4);
    }

    @Test
    void updatesTheAdapterRoundAfterRound() throws IOException {
        PolicyUpdate first = update(0, adapter, Optional.empty());
        PolicyUpdate second = update(1, first.adapter(), Optional.of(first.optimizerState()));

        assertThat(first.adapter().ref().sha256()).isNotEqualTo(adapter.ref().sha256());
        assertThat(second.adapter().ref().sha256())
                .isNotEqualTo(first.adapter().ref().sha256());
        assertThat(first.optimizerState().step()).isEqualTo(4);
        assertThat(second.optimizerState().step()).isEqualTo(8);
        assertThat(first.metrics().samplerMismatch()).isLessThan(1e-3);
        assertThat(first.metrics().entropy()).isPositive();
    }

    @Test
    void goesOnAfterADrainWithTheAdapterOfAnUndisturbedUpdate() throws IOException {
        List<RewardedRollouts> rewarded = List.of(rewarded(0, sample(0)));
        UpdatePolicyRequest request =
                new UpdatePolicyRequest(RUN, 0, model, adapter, Optional.empty(), rewarded, SETTINGS);
        worker.drain.request();
        assertThatThrownBy(() -> stub().updatePolicy(request))
                .cause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo(FailureKind.WORKER_DRAINED.name()));
        assertThat(worker.store.list("runs/run-1/4-grpo/round-0000/checkpoints/"))
                .anyMatch(key -> key.matches(".*/step-000001/[0-9a-f]{16}/index.json"));
        worker.close();
        worker = new GpuWorkerFixture(folder.resolve("worker"));
        PolicyUpdate resumed = stub().updatePolicy(request);

        // Both lie under the same key, so the undisturbed one can only be stored if its bytes are the same.
        worker.store.delete("runs/run-1/4-grpo/round-0000/checkpoints");
        PolicyUpdate undisturbed = stub().updatePolicy(request);

        assertThat(undisturbed).isEqualTo(resumed);
    }

    @ParameterizedTest
    @CsvSource({"dr-grpo,k3,packed", "dapo,k2,checkpointed", "rloo,k1,padded", "ppo,k1,checkpointed", "trpo,k3,packed"})
    void updatesByTheLossThatTheRunAsksFor(String loss, String estimator, String gradients) throws IOException {
        RewardedRollouts rewarded = rewarded(0, sample(0));
        PolicyUpdate usual = update(rewarded, SETTINGS, "run-usual");
        PolicyUpdate asked = update(
                rewarded,
                settings(Map.of("loss", loss, "klEstimator", estimator, "gradients", gradients, "rolloutsPerPass", 2)),
                "run-" + loss);

        assertThat(asked.adapter().ref().sha256())
                .isNotEqualTo(usual.adapter().ref().sha256());
        assertThat(asked.metrics().loss()).isNotEqualTo(usual.metrics().loss());
    }

    private PolicyUpdate update(RewardedRollouts rewarded, GrpoSettings settings, String run) {
        return stub().updatePolicy(new UpdatePolicyRequest(
                new RunId(run), 0, model, adapter, Optional.empty(), List.of(rewarded), settings));
    }

    private static GrpoSettings settings(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(ASKED);
        all.putAll(more);
        return new ObjectMapper().convertValue(all, GrpoSettings.class);
    }

    private RolloutBatch sample(int round) {
        return stub().sampleRollouts(
                        new SampleRolloutsRequest(RUN, round, 0, model, adapter, dataset, SETTINGS, Optional.empty()));
    }

    private SampleRolloutsRequest inPlace(int time, int from, int count) {
        return new SampleRolloutsRequest(
                RUN,
                0,
                time,
                model,
                adapter,
                dataset,
                SETTINGS,
                Optional.of(new SampleRolloutsRequest.InPlace(from, count)));
    }

    private List<String> cases(RolloutBatch rollouts) throws IOException {
        return lines(rollouts).stream().map(RolloutGroupLine::caseId).toList();
    }

    private PolicyUpdate update(int round, Adapter from, Optional<Checkpoint> optimizer) throws IOException {
        RolloutBatch rollouts = stub().sampleRollouts(
                        new SampleRolloutsRequest(RUN, round, 0, model, from, dataset, SETTINGS, Optional.empty()));
        return stub().updatePolicy(new UpdatePolicyRequest(
                RUN, round, model, from, optimizer, List.of(rewarded(round, rollouts)), SETTINGS));
    }

    private RewardedRollouts rewarded(int round, RolloutBatch rollouts) throws IOException {
        return rewarded(round, rollouts, List.of(1.0, 0.0, 0.2));
    }

    private RewardedRollouts rewarded(int round, RolloutBatch rollouts, List<Double> each) throws IOException {
        List<RewardGroupLine> rewards = new ArrayList<>();
        for (RolloutGroupLine line : lines(rollouts)) {
            rewards.add(new RewardGroupLine(line.caseId(), each, Map.of()));
        }
        Path file = folder.resolve("rewards.jsonl");
        JsonLines.write(file, rewards);
        ArtifactRef stored = worker.store.put("rewards-" + round, file);
        return new RewardedRollouts(rollouts, stored, 0.4, Map.of(), 1, 0);
    }

    private List<RolloutGroupLine> lines(RolloutBatch rollouts) throws IOException {
        return JsonLines.read(worker.cache.file(rollouts.ref()), RolloutGroupLine.class);
    }

    private PolicyActivities stub() {
        return stubs.of(
                PolicyActivities.class,
                new PolicyActivitiesImpl(
                        new RoundSampling(
                                worker.store,
                                worker.cache,
                                worker.cases,
                                worker.models,
                                worker.workFolders,
                                worker.config),
                        new RoundUpdate(
                                worker.store,
                                worker.cache,
                                worker.models,
                                worker.checkpoints,
                                worker.workFolders,
                                worker.config),
                        worker.heartbeats));
    }
}
