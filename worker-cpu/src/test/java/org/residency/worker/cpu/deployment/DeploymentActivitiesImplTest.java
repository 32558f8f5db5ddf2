package org.residency.worker.cpu.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.residency.worker.cpu.ActivityHarness.failureOf;

import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.RunId;
import org.residency.activities.deployment.DeploymentActivities;
import org.residency.activities.deployment.LoadCandidateRequest;
import org.residency.activities.deployment.PromoteModelRequest;
import org.residency.activities.deployment.RestoreModelRequest;
import org.residency.activities.deployment.SmokeRequest;
import org.residency.activities.deployment.SmokeResult;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.Manifest;
import org.residency.artifacts.ManifestChain;
import org.residency.artifacts.MergedModel;
import org.residency.artifacts.ServedSettings;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Split;
import org.residency.artifacts.Withdrawal;
import org.residency.artifacts.WithdrawalRegister;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.dataset.ClinicalCase;
import org.residency.dataset.ShardWriter;
import org.residency.worker.cpu.ActivityHarness;

class DeploymentActivitiesImplTest {

    private static final ServedSettings SETTINGS = new ServedSettings(0.6, 0.95, 256);

    @TempDir
    Path folder;

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final MergedModel model = new MergedModel(store.put("model", new byte[] {1}));
    private final ArtifactRef manifest = ManifestChain.record(
            store,
            "manifest",
            new Manifest("r1", "8-signoff", new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), "1", Optional.empty()));
    private final ActivityHarness harness = new ActivityHarness();
    private FakeServing serving;
    private Dataset dataset;
    private DeploymentActivities activities;

    @BeforeEach
    void register() throws IOException {
        serving = new FakeServing(store);
        activities = activities(FakeServing.TOKEN);
        List<ClinicalCase> cases = IntStream.range(0, 12)
                .mapToObj(i -> ClinicalCase.of(
                        "q" + i, "r", "a", Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), List.of()))
                .toList();
        Path shard = ShardWriter.write(folder.resolve("shard.jsonl"), cases).path();
        dataset = new Dataset(
                store.put("dataset", new byte[] {3}),
                List.of(new Shard(store.put("shard", shard), Split.TRAIN, 0, 12)),
                Optional.empty());
    }

    @AfterEach
    void close() {
        serving.close();
        harness.close();
    }

    @Test
    void loadsAsksAndPromotes() {
        activities.loadCandidate(load("r1"));
        assertThat(activities.runSmokePrompts(smoke("r1", 8, 8))).isEqualTo(new SmokeResult(8, 8));
        Deployment deployment = activities.promoteModel(promote("r1"));

        assertThat(activities.currentDeployment()).contains(deployment);
        assertThat(deployment.number()).isEqualTo(1);
        assertThat(serving.requests)
                .startsWith("PUT /admin/candidate")
                .endsWith("POST /admin/refresh")
                .hasSize(10);
    }

    @Test
    void putsNoModelToServiceThatLearnedFromAPatientWhoWithdrew() {
        activities.loadCandidate(load("r1"));
        activities.promoteModel(promote("r1"));
        Deployment second = activities.promoteModel(promote("r2"));
        serving.requests.clear();
        withdraw(model);

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> activities.loadCandidate(load("r3")),
                () -> activities.promoteModel(promote("r3")),
                () -> activities.restoreModel(new RestoreModelRequest("rollback-000002", second)))) {
            ApplicationFailure failure = failureOf(use);
            assertThat(failure.getType()).isEqualTo("WITHDRAWN_DATA");
            assertThat(failure.isNonRetryable()).isTrue();
            assertThat(failure.getOriginalMessage()).contains("withdrawal 1", "train anew without them");
        }
        assertThat(serving.requests).isEmpty();
        assertThat(activities.currentDeployment()).contains(second);
    }

    @Test
    void letsARunTakeItsOwnDeploymentBackWhateverTheFormerOneLearnedFrom() {
        activities.loadCandidate(load("r1"));
        activities.promoteModel(promote("r1"));
        Deployment second = activities.promoteModel(promote("r2"));
        withdraw(model);

        assertThat(activities
                        .restoreModel(new RestoreModelRequest("r2", second))
                        .restores())
                .contains(1);
    }

    private void withdraw(MergedModel learned) {
        new WithdrawalRegister(store)
                .append(number -> new Withdrawal(
                        number,
                        new TreeMap<>(Map.of("k", "0123456789abcdef")),
                        new TreeSet<>(),
                        new TreeSet<>(List.of(learned.ref().sha256())),
                        "steward",
                        Instant.EPOCH,
                        "",
                        ""));
    }

    @Test
    void saysThatNothingIsInService() {
        assertThat(activities.currentDeployment()).isEmpty();
    }

    @Test
    void passesARefusedModelOnAsCorrupt() {
        serving.refuses = true;

        ApplicationFailure failure = failureOf(() -> activities.loadCandidate(load("r1")));

        assertThat(failure.getType()).isEqualTo("CORRUPT_ARTIFACT");
        assertThat(failure.getOriginalMessage()).contains("the digest is not that of the manifest");
    }

    @Test
    void failsTheSmokeTestOfAModelThatDoesNotKeepToTheForm() {
        serving.malformedOfTen = 5;
        activities.loadCandidate(load("r1"));

        ApplicationFailure failure = failureOf(() -> activities.runSmokePrompts(smoke("r1", 10, 6)));

        assertThat(failure.getType()).isEqualTo("SMOKE_TEST_FAILED");
        assertThat(failure.getOriginalMessage()).contains("found 5 of 10 answers well formed, expected at least 6");
    }

    @Test
    void loadsTheCandidateAnewAfterTheServingProcessRestarted() {
        activities.loadCandidate(load("r1"));
        serving.restart();

        assertThat(activities.runSmokePrompts(smoke("r1", 8, 8)).wellFormed()).isEqualTo(8);
        assertThat(serving.candidate()).contains(model.ref().sha256());
    }

    @Test
    void promotesARunOnceHoweverOftenItIsTried() {
        Deployment first = activities.promoteModel(promote("r1"));

        assertThat(activities.promoteModel(promote("r1"))).isEqualTo(first);
        assertThat(store.list("deployments/")).hasSize(1);
    }

    @Test
    void triesAgainWhileTheServingProcessIsBehind() {
        activities.promoteModel(promote("r1"));
        serving.isBehind = true;

        ApplicationFailure failure = failureOf(() -> activities.promoteModel(promote("r2")));

        assertThat(failure.getType()).isEqualTo("UNREACHABLE");
        assertThat(failure.isNonRetryable()).isFalse();
        assertThat(failure.getOriginalMessage()).contains("answers with deployment 1, expected 2");
    }

    @Test
    void restoresTheFormerModel() {
        activities.promoteModel(promote("r1"));
        Deployment second = activities.promoteModel(promote("r2"));

        Deployment back = activities.restoreModel(new RestoreModelRequest("rollback", second));

        assertThat(back.run()).isEqualTo("r1");
        assertThat(back.restores()).contains(1);
        assertThat(activities.restoreModel(new RestoreModelRequest("rollback", second)))
                .isEqualTo(back);
    }

    @Test
    void refusesToRestoreWhereNothingWasBefore() {
        Deployment first = activities.promoteModel(promote("r1"));

        assertThat(failureOf(() -> activities.restoreModel(new RestoreModelRequest("rollback", first)))
                        .getType())
                .isEqualTo("INVALID_INPUT");
    }

    @Test
    void forgetsTheCandidate() {
        activities.loadCandidate(load("r1"));

        activities.discardCandidate(model);

        assertThat(serving.candidate()).isEmpty();
    }

    @Test
    void triesAgainWhenNothingAnswers() {
        serving.close();

        ApplicationFailure failure = failureOf(() -> activities.loadCandidate(load("r1")));

        assertThat(failure.getType()).isEqualTo("UNREACHABLE");
        assertThat(failure.getOriginalMessage()).contains("RESIDENCY_SERVING_URL");
    }

    @Test
    void namesTheTokenThatIsRefused() {
        try (ActivityHarness other = new ActivityHarness()) {
            DeploymentActivities stranger = other.stub(
                    DeploymentActivities.class,
                    new DeploymentActivitiesImpl(
                            store,
                            new ArtifactCache(store, folder.resolve("cache")),
                            new ServingAdmin(serving.config("guess"))));

            ApplicationFailure failure = failureOf(() -> stranger.loadCandidate(load("r1")));

            assertThat(failure.getType()).isEqualTo("UNREACHABLE");
            assertThat(failure.getOriginalMessage())
                    .contains("RESIDENCY_SERVING_TOKEN")
                    .doesNotContain("guess");
        }
    }

    private DeploymentActivities activities(String token) {
        return harness.stub(
                DeploymentActivities.class,
                new DeploymentActivitiesImpl(
                        store,
                        new ArtifactCache(store, folder.resolve("cache")),
                        new ServingAdmin(serving.config(token))));
    }

    private LoadCandidateRequest load(String run) {
        return new LoadCandidateRequest(new RunId(run), model, manifest, SETTINGS);
    }

    private SmokeRequest smoke(String run, int prompts, int minWellFormed) {
        return new SmokeRequest(new RunId(run), model, dataset, prompts, minWellFormed);
    }

    private PromoteModelRequest promote(String run) {
        return new PromoteModelRequest(new RunId(run), model, manifest, SETTINGS);
    }
}
