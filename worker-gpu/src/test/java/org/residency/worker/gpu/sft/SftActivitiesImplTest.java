package org.residency.worker.gpu.sft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.FailureKind;
import org.residency.activities.RunId;
import org.residency.activities.sft.SftActivities;
import org.residency.activities.sft.SftRequest;
import org.residency.activities.sft.SftSettings;
import org.residency.activities.sft.TrainedAdapter;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.AuditedShards;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Split;
import org.residency.artifacts.Withdrawal;
import org.residency.artifacts.WithdrawalRegister;
import org.residency.artifacts.testing.AuditedDataset;
import org.residency.dataset.ClinicalCase;
import org.residency.dataset.ShardWriter;
import org.residency.worker.gpu.GpuWorkerFixture;
import org.residency.worker.gpu.testing.ActivityStubs;
import org.residency.worker.gpu.testing.TinyDataset;

class SftActivitiesImplTest {

    private static final RunId RUN = new RunId("run-1");
    private static final String CHECKPOINTS = "runs/run-1/3-sft/checkpoints/";

    private final ActivityStubs stubs = new ActivityStubs();

    @TempDir
    Path folder;

    private GpuWorkerFixture worker;
    private SftRequest request;

    @BeforeEach
    void prepare() throws IOException {
        worker = new GpuWorkerFixture(folder.resolve("disturbed"));
        request = request(worker, 12, SETTINGS);
    }

    @AfterEach
    void close() {
        stubs.close();
        worker.close();
    }

    @Test
    void trainsAnAdapterWithACurveThatFalls() {
        TrainedAdapter trained = train(worker);

        assertThat(trained.steps()).isEqualTo(10);
        assertThat(trained.examples()).isEqualTo(12);
        assertThat(trained.lastLoss()).isLessThan(trained.firstLoss());
        assertThat(worker.store.index(trained.adapter().ref()).files())
                .containsOnlyKeys("adapter_config.json", "adapter_model.safetensors");
        assertThat(curve(trained))
                .hasSize(10)
                .first()
                .asString()
                .contains("\"step\":1")
                .doesNotContain("null");
        assertThat(curve(trained).get(3)).contains("validationLoss");
        assertThat(worker.store.list(CHECKPOINTS)).anyMatch(key -> isWhole(key, "step-000004"));
    }

    @Test
    void goesOnAfterAKillWithTheAdapterOfAnUndisturbedTraining() throws IOException {
        TrainedAdapter undisturbed = undisturbed();
        // Dies once the checkpoint is stored and before the heartbeat tells so.
        worker.store.afterPut(key -> {
            if (isWhole(key, "step-000004")) {
                throw new IllegalStateException("killed");
            }
        });
        assertThatThrownBy(() -> train(worker)).isInstanceOf(ActivityFailure.class);

        TrainedAdapter resumed = train(successor());

        assertThat(resumed.adapter().ref().sha256())
                .isEqualTo(undisturbed.adapter().ref().sha256());
        assertThat(resumed.curve().sha256()).isEqualTo(undisturbed.curve().sha256());
        assertThat(resumed.firstLoss()).isEqualTo(undisturbed.firstLoss());
    }

    @Test
    void handsOverWhenDrainedBetweenTwoCheckpoints() throws IOException {
        TrainedAdapter undisturbed = undisturbed();
        worker.store.afterPut(key -> {
            if (isWhole(key, "step-000004")) {
                worker.drain.request();
            }
        });

        assertThatThrownBy(() -> train(worker)).cause().isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
            assertThat(failure.getType()).isEqualTo(FailureKind.WORKER_DRAINED.name());
            assertThat(failure.isNonRetryable()).isFalse();
        });
        assertThat(worker.store.list(CHECKPOINTS)).anyMatch(key -> isWhole(key, "step-000005"));
        assertThat(train(successor()).adapter().ref().sha256())
                .isEqualTo(undisturbed.adapter().ref().sha256());
    }

    @Test
    void goesOnAfterAPauseWithTheAdapterOfAnUndisturbedRun() throws IOException {
        TrainedAdapter undisturbed = undisturbed();
        worker.store.afterPut(key -> {
            if (isWhole(key, "step-000004")) {
                stubs.cancel();
                sleepPastTheNextBeat();
            }
        });

        assertThatThrownBy(() -> train(worker))
                .satisfies(
                        problem -> assertThat(problem).isInstanceOfAny(CanceledFailure.class, ActivityFailure.class));
        assertThat(worker.store.list(CHECKPOINTS))
                .anyMatch(key -> isWhole(key, "step-000005"))
                .noneMatch(key -> key.contains("step-000008"));
        assertThat(worker.store.find("runs/run-1/3-sft/adapter/index.json")).isEmpty();
        worker.store.afterPut(key -> {});
        assertThat(train(worker).adapter().ref().sha256())
                .isEqualTo(undisturbed.adapter().ref().sha256());
    }

    @Test
    void takesTheCheckpointBeforeOneThatIsDamaged() throws IOException {
        TrainedAdapter undisturbed = undisturbed();
        worker.store.afterPut(key -> {
            if (isWhole(key, "step-000008")) {
                throw new IllegalStateException("killed");
            }
        });
        assertThatThrownBy(() -> train(worker)).isInstanceOf(ActivityFailure.class);
        GpuWorkerFixture successor = successor();
        String damaged = successor.store.list(CHECKPOINTS + "step-000008/").stream()
                .filter(key -> key.endsWith("/adapter_model.safetensors"))
                .findFirst()
                .orElseThrow();
        successor.store.delete(damaged);

        assertThat(train(successor).adapter().ref().sha256())
                .isEqualTo(undisturbed.adapter().ref().sha256());
    }

    @Test
    void refusesFewerCasesThanABatch() throws IOException {
        request = request(worker, 1, SETTINGS);

        assertThatThrownBy(() -> train(worker)).cause().isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
            assertThat(failure.getType()).isEqualTo(FailureKind.INVALID_INPUT.name());
            assertThat(failure.isNonRetryable()).isTrue();
            assertThat(failure.getOriginalMessage())
                    .contains("found 1 training cases", "sft.batchSize = 2")
                    .doesNotContain(TinyDataset.MARK);
        });
    }

    @Test
    void refusesCasesThatWereNotAudited() {
        Dataset audited = request.dataset();

        assertUnaudited(new Dataset(audited.ref(), audited.shards(), Optional.empty()), "found no list of audits");
    }

    @Test
    void refusesAShardWhoseAuditIsOfAnother() {
        Dataset audited = request.dataset();
        Shard slipped = new Shard(worker.store.put("slipped.jsonl", new byte[] {'\n'}), Split.TRAIN, 1, 1);
        AuditedShards audits = AuditedShards.read(worker.store, audited.audits().orElseThrow());
        AuditedShards.Entry first = audits.shards().get(0);
        AuditedShards forged =
                new AuditedShards(0, 0, List.of(new AuditedShards.Entry(slipped, first.audit(), first.policySha256())));

        assertUnaudited(new Dataset(audited.ref(), List.of(slipped), audited.audits()), "found no audit of its digest");
        assertUnaudited(
                new Dataset(
                        audited.ref(),
                        List.of(slipped),
                        Optional.of(AuditedShards.record(worker.store, "forged.json", forged))),
                "found an audit of another shard");
    }

    @Test
    void refusesAShardWhoseAuditFailed() {
        Dataset audited = request.dataset();
        Shard shard = audited.shards(Split.TRAIN).get(0);
        String policy = "0".repeat(64);
        ArtifactRef report = worker.store.put(
                "failed-audit.json", """
                {"shardSha256":"%s","policySha256":"%s","caseCount":12,"findings":[
                {"noteId":"c1","field":"question","start":3,"end":9,"phiClass":"NAME","rule":"audit.courtesy"}]}""".formatted(shard.ref().sha256(), policy).getBytes(StandardCharsets.UTF_8));
        AuditedShards failed = new AuditedShards(0, 0, List.of(new AuditedShards.Entry(shard, report, policy)));

        assertUnaudited(
                new Dataset(
                        audited.ref(),
                        List.of(shard),
                        Optional.of(AuditedShards.record(worker.store, "failed.json", failed))),
                "the audits failed: 1 findings left");
    }

    @Test
    void refusesADatasetThatHoldsAPatientWhoWithdrew() throws IOException {
        Path work = worker.config.cache().resolve("withdrawn");
        String patient = "0123456789abcdef";
        ClinicalCase one = ClinicalCase.of(
                TinyDataset.MARK + " q",
                "r",
                "a",
                Optional.empty(),
                Optional.of(patient),
                Optional.empty(),
                Map.of(),
                List.of());
        Path file = ShardWriter.write(work.resolve("shard.jsonl"), List.of(one)).path();
        Shard shard = new Shard(worker.store.put("withdrawn/0.jsonl", file), Split.TRAIN, 0, 1);
        Dataset dataset =
                AuditedDataset.of(worker.store, "withdrawn", request.dataset().ref(), List.of(shard));
        new WithdrawalRegister(worker.store)
                .append(number -> new Withdrawal(
                        number,
                        new TreeMap<>(Map.of("k", patient)),
                        new TreeSet<>(),
                        new TreeSet<>(),
                        "steward",
                        Instant.EPOCH,
                        "",
                        ""));

        assertRefused(dataset, FailureKind.WITHDRAWN_DATA, "found 1 cases of patients who withdrew");
    }

    private void assertUnaudited(Dataset dataset, String said) {
        assertRefused(dataset, FailureKind.UNAUDITED_DATA, said);
    }

    private void assertRefused(Dataset dataset, FailureKind kind, String said) {
        request = new SftRequest(RUN, request.baseModel(), dataset, SETTINGS);
        assertThatThrownBy(() -> train(worker)).cause().isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
            assertThat(failure.getType()).isEqualTo(kind.name());
            assertThat(failure.isNonRetryable()).isTrue();
            assertThat(failure.getOriginalMessage()).contains(said).doesNotContain(TinyDataset.MARK);
        });
        assertThat(worker.store.list(CHECKPOINTS)).isEmpty();
    }

    private static final SftSettings SETTINGS = new ObjectMapper()
            .convertValue(
                    Map.ofEntries(
                            Map.entry("maxSteps", 10),
                            Map.entry("batchSize", 2),
                            Map.entry("accumulationSteps", 1),
                            Map.entry("learningRate", 1e-2),
                            Map.entry("schedule", "cosine"),
                            Map.entry("warmupSteps", 2),
                            Map.entry("rank", 4),
                            Map.entry("alpha", 8.0),
                            Map.entry("dropout", 0.1),
                            Map.entry("checkpointEverySteps", 4),
                            Map.entry("validateEverySteps", 4),
                            Map.entry("seed", 7)),
                    SftSettings.class);

    private static SftRequest request(GpuWorkerFixture worker, int training, SftSettings settings) throws IOException {
        Path work = worker.config.cache().resolve("made");
        BaseModel model = worker.baseModel(work);
        worker.store.delete("dataset");
        Dataset dataset = TinyDataset.store(worker.store, work, training, 3, 0);
        return new SftRequest(RUN, model, dataset, settings);
    }

    private TrainedAdapter undisturbed() throws IOException {
        try (GpuWorkerFixture other = new GpuWorkerFixture(folder.resolve("undisturbed"))) {
            SftRequest same = request(other, 12, SETTINGS);
            return stub(other).trainAdapter(same);
        }
    }

    private GpuWorkerFixture successor() {
        worker.close();
        worker = new GpuWorkerFixture(folder.resolve("disturbed"));
        return worker;
    }

    private TrainedAdapter train(GpuWorkerFixture by) {
        return stub(by).trainAdapter(request);
    }

    private SftActivities stub(GpuWorkerFixture by) {
        return stubs.of(
                SftActivities.class,
                new SftActivitiesImpl(by.store, by.cases, by.models, by.checkpoints, by.workFolders, by.heartbeats));
    }

    private static boolean isWhole(String key, String step) {
        return key.contains("/" + step + "/") && key.endsWith("/index.json");
    }

    private List<String> curve(TrainedAdapter trained) {
        return new String(worker.store.read(trained.curve()), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** Of a cancel an activity learns by the heartbeat after the one that was answered with it. */
    private static void sleepPastTheNextBeat() {
        try {
            Thread.sleep(2_500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
