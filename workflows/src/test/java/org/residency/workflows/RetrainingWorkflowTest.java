package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.residency.activities.Stage;
import org.residency.activities.evaluation.EvaluateModelRequest;
import org.residency.activities.evaluation.ModelRole;
import org.residency.activities.provenance.RecordManifestRequest;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Deployment;
import org.residency.identity.Decision;
import org.residency.workflows.RunOutcome.Conclusion;

class RetrainingWorkflowTest {

    private final TestHospital hospital = new TestHospital();

    @AfterEach
    void close() {
        hospital.close();
    }

    @Test
    void goesFromNotesToASignedModelInService() {
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);

        RunOutcome outcome = hospital.run().retrain(Sample.request());

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.DEPLOYED);
        assertThat(outcome.deployment().map(Deployment::model)).contains(Sample.MERGED);
        assertThat(hospital.cpu.deployments)
                .containsExactly(outcome.deployment().orElseThrow());
        assertThat(outcome.manifest()).contains(Sample.ref("manifest/9-deployment"));
    }

    @Test
    void chainsAManifestAStage() {
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);

        hospital.run().retrain(Sample.request());

        List<RecordManifestRequest> manifests = hospital.cpu.manifests;
        assertThat(manifests).extracting(RecordManifestRequest::stage).containsExactly(Stage.values());
        assertThat(manifests.get(0).previous()).isEmpty();
        for (int i = 1; i < manifests.size(); i++) {
            ArtifactRef former =
                    Sample.ref("manifest/" + manifests.get(i - 1).stage().folder());
            assertThat(manifests.get(i).previous()).contains(former);
        }
        assertThat(hospital.started().status().manifests()).hasSize(Stage.values().length);
    }

    @Test
    void namesInEachManifestWhatTheStageBeforeMade() {
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);

        hospital.run().retrain(Sample.request());

        assertThat(manifest(Stage.INGEST).settings())
                .containsEntry("ingest.consent", "IRB-7")
                .containsEntry("ingest.columns.question", "Question")
                .containsEntry("ingest.seed", "3407");
        assertThat(manifest(Stage.DEIDENTIFICATION).inputs())
                .isEqualTo(manifest(Stage.INGEST).outputs());
        assertThat(manifest(Stage.DEIDENTIFICATION).outputs()).containsKeys("dataset", "audit/00000");
        assertThat(manifest(Stage.SFT).inputs())
                .containsOnly(Map.entry("baseModel", Sample.ref("base")), Map.entry("dataset", Sample.ref("dataset")));
        assertThat(manifest(Stage.GRPO).inputs()).containsEntry("adapter", Sample.ref("sft"));
        assertThat(manifest(Stage.MERGE).inputs()).containsEntry("adapter", Sample.ref("grpo-1"));
        assertThat(manifest(Stage.MERGE).outputs()).containsEntry("model", Sample.MERGED.ref());
        assertThat(manifest(Stage.EVALUATION).outputs()).containsEntry("report", Sample.REPORT);
        assertThat(manifest(Stage.GATE).settings())
                .containsEntry("gate.verdict", "PASS")
                .containsEntry("gate.loweredBar", "false");
        assertThat(manifest(Stage.SIGN_OFF).outputs())
                .containsOnly(Map.entry("statement/dr-ada", Sample.ref("statement-of-dr-ada")));
        assertThat(manifest(Stage.DEPLOYMENT).settings()).containsEntry("deployment.number", "1");
    }

    @Test
    void tellsInItsStatusAllThatItKnows() {
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);
        RunOutcome outcome = hospital.run().retrain(Sample.request());

        RunStatus status = hospital.started().status();

        assertThat(status.stage()).isEqualTo(Stage.DEPLOYMENT);
        assertThat(status.waiting()).isEmpty();
        assertThat(status.ingest())
                .hasValueSatisfying(counts -> assertThat(counts.kept()).isEqualTo(150));
        assertThat(status.deidentified()).hasSize(3);
        assertThat(status.dataset()).isPresent();
        assertThat(status.sft()).isPresent();
        assertThat(status.rounds()).extracting(RunStatus.Round::number).containsExactly(0, 1);
        assertThat(status.rounds().get(0).rewarded()).hasSize(2);
        assertThat(status.grpo()).contains(new GrpoResult(FakeGpu.adapterAfter(1), 2, Optional.empty()));
        assertThat(status.merge()).isPresent();
        assertThat(status.evaluation()).isPresent();
        assertThat(status.verdict())
                .hasValueSatisfying(verdict -> assertThat(verdict.result()).isEqualTo(Verdict.Result.PASS));
        assertThat(status.signOffs()).extracting(SignOffReceipt::signer).containsExactly("dr-ada");
        assertThat(status.outcome()).contains(outcome);
    }

    @Test
    void comparesWithTheBaseWithSftAloneAndWithTheModelInService() {
        hospital.cpu.deployments.add(Sample.deployment(1, "served-today"));
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);

        hospital.run().retrain(Sample.request());

        assertThat(hospital.gpu.evaluated)
                .extracting(EvaluateModelRequest::role)
                .containsExactlyInAnyOrder(ModelRole.values());
        assertThat(evaluated(ModelRole.CANDIDATE).model()).isEqualTo(Sample.MERGED.ref());
        assertThat(evaluated(ModelRole.AFTER_SFT).adapter()).isPresent();
        assertThat(evaluated(ModelRole.IN_SERVICE).model()).isEqualTo(Sample.ref("served-today"));
    }

    @Test
    void doesNotCompareTheCandidateWithItself() {
        hospital.cpu.deployments.add(Sample.deployment(1, "merged"));
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);

        hospital.run().retrain(Sample.request());

        assertThat(hospital.gpu.evaluated)
                .extracting(EvaluateModelRequest::role)
                .doesNotContain(ModelRole.IN_SERVICE);
    }

    @Test
    void mergesTheSftAdapterWhereNoRoundsAreAskedFor() {
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);

        hospital.run().retrain(Sample.request(Sample.settings(Sample.grpo(0, 1), Sample.signOff(1))));

        assertThat(hospital.gpu.sampled).isEmpty();
        assertThat(hospital.gpu.merged.get(0).adapter().ref()).isEqualTo(Sample.ref("sft"));
        assertThat(hospital.cpu.manifests)
                .extracting(RecordManifestRequest::stage)
                .doesNotContain(Stage.GRPO);
        assertThat(hospital.gpu.evaluated)
                .extracting(EvaluateModelRequest::role)
                .doesNotContain(ModelRole.AFTER_SFT);
    }

    @Test
    void saysOfEachActivityInAFewWordsWhatItDoes() {
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);

        hospital.run().retrain(Sample.request());

        assertThat(summaries(Sample.RUN.value()))
                .contains("SFT: 60 steps, rank 16", "Manifest of 3-sft", "Notify the clinicians: WAITING")
                .doesNotContain("");
        assertThat(summaries(GrpoRequest.workflowId(Sample.RUN)))
                .contains("GRPO round 1 of 2: sample 4 prompts x 2, part 2 of 2");
    }

    @Test
    void showsTheGatesReasonsInTheDetailsOfTheRun() {
        hospital.gpu.exactMatch.put(ModelRole.CANDIDATE, 0.2);

        hospital.run().retrain(Sample.request());

        WorkflowMetadata metadata = WorkflowStub.fromTyped(hospital.started())
                .query("__temporal_workflow_metadata", WorkflowMetadata.class);
        assertThat(metadata.getCurrentDetails())
                .contains("**Stage** 7-gate", "**GRPO rounds** 2 of 2", "**Gate** FAIL", "- FAIL minExactMatch")
                .contains("**Ended** GATE_CLOSED");
    }

    private List<String> summaries(String workflow) {
        DataConverter converter = DefaultDataConverter.newDefaultInstance();
        return hospital.server.getWorkflowClient().fetchHistory(workflow).getHistory().getEventsList().stream()
                .filter(RetrainingWorkflowTest::isWork)
                .map(event -> converter.fromPayload(event.getUserMetadata().getSummary(), String.class, String.class))
                .toList();
    }

    /** An activity, or one that was done on the spot. */
    private static boolean isWork(HistoryEvent event) {
        return event.hasActivityTaskScheduledEventAttributes()
                || event.getMarkerRecordedEventAttributes().getMarkerName().equals("LocalActivity");
    }

    private EvaluateModelRequest evaluated(ModelRole role) {
        return hospital.gpu.evaluated.stream()
                .filter(request -> request.role() == role)
                .findFirst()
                .orElseThrow();
    }

    private RecordManifestRequest manifest(Stage stage) {
        return hospital.cpu.manifests.stream()
                .filter(manifest -> manifest.stage() == stage)
                .findFirst()
                .orElseThrow();
    }
}
