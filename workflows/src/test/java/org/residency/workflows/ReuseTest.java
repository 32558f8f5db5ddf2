package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.activities.evaluation.EvaluateModelRequest;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.ModelRole;
import org.residency.activities.provenance.RecordManifestRequest;
import org.residency.activities.signoff.NotifyCliniciansRequest.Urgency;
import org.residency.activities.signoff.SignOffSettings;
import org.residency.identity.Decision;
import org.residency.workflows.RunOutcome.Conclusion;

class ReuseTest {

    private static final RunId SECOND = new RunId("run-20261124-def456");

    private static final ObjectMapper JSON = JacksonJsonPayloadConverter.newDefaultObjectMapper();

    private final TestHospital hospital = new TestHospital();
    private final RunSettings settings = Sample.settings(Sample.grpo(2, 1), SignOffSettings.defaults());

    @AfterEach
    void close() {
        hospital.close();
    }

    @Test
    void doesNotMakeAgainWhatARunMadeOfTheSame() {
        closed(Sample.RUN, settings, Reuse.whereItIsTheSame());
        List<String> before = hospital.script.calls();

        RunOutcome outcome = closed(SECOND, settings, Reuse.whereItIsTheSame());

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.GATE_CLOSED);
        assertThat(since(before))
                .contains("importBaseModel", "ingestDataset", "compareModels")
                .doesNotContain(
                        "deidentifyShard",
                        "auditShard",
                        "publishDataset",
                        "trainAdapter",
                        "sampleRollouts",
                        "updatePolicy",
                        "mergeAdapter",
                        "evaluateModel");
    }

    @Test
    void saysWhatItTookAndFromWhichRun() {
        closed(Sample.RUN, settings, Reuse.whereItIsTheSame());
        closed(SECOND, settings, Reuse.whereItIsTheSame());

        RunStatus status = status(SECOND);
        assertThat(status.reused())
                .allMatch(taken -> taken.from().maker().equals(Sample.RUN))
                .extracting(RunStatus.FromEarlier::stage)
                .containsExactly(
                        Stage.DEIDENTIFICATION,
                        Stage.SFT,
                        Stage.GRPO,
                        Stage.MERGE,
                        Stage.EVALUATION,
                        Stage.EVALUATION,
                        Stage.EVALUATION);
        assertThat(status.deidentified()).hasSize(3);
        assertThat(status.sft()).isPresent();
        assertThat(status.grpo()).isPresent();
        assertThat(manifest(Stage.SFT).inputs()).containsEntry("reused", Sample.ref("manifest/3-sft"));
        assertThat(manifest(Stage.SFT).settings()).containsEntry("sft.reused", Sample.RUN.value());
        assertThat(manifest(Stage.SFT).outputs()).containsEntry("adapter", Sample.ref("sft"));
        assertThat(manifest(Stage.EVALUATION).inputs()).containsKeys("reused/BASE", "reused/CANDIDATE");
        assertThat(WorkflowStub.fromTyped(workflow(SECOND))
                        .query("__temporal_workflow_metadata", WorkflowMetadata.class)
                        .getCurrentDetails())
                .contains("**Reused** 3-sft from " + Sample.RUN);
        assertThat(status(Sample.RUN).reused()).isEmpty();
    }

    @Test
    void makesEverythingAgainWhereItIsAskedTo() {
        closed(Sample.RUN, settings, Reuse.whereItIsTheSame());
        List<String> before = hospital.script.calls();

        closed(SECOND, settings, Reuse.ofNothing());

        assertThat(since(before))
                .contains("deidentifyShard", "trainAdapter", "sampleRollouts", "mergeAdapter", "evaluateModel")
                .doesNotContain("findResult");
        assertThat(status(SECOND).reused()).isEmpty();
    }

    @Test
    void makesAgainWhatWasAskedForWithOtherSettingsAndWhatFollowsFromIt() {
        closed(Sample.RUN, settings, Reuse.whereItIsTheSame());
        List<String> before = hospital.script.calls();
        // The fakes come to the same adapter, so that what follows is the same again.
        closed(SECOND, Sample.settings(Sample.grpo(3, 1), SignOffSettings.defaults()), Reuse.whereItIsTheSame());

        assertThat(since(before))
                .contains("sampleRollouts", "mergeAdapter")
                .doesNotContain("trainAdapter", "deidentifyShard");
    }

    @Test
    void measuresTheModelThatIsInServiceNow() {
        closed(Sample.RUN, settings, Reuse.whereItIsTheSame());
        hospital.cpu.deployments.add(Sample.deployment(1, "served-today"));
        hospital.gpu.evaluated.clear();

        closed(SECOND, settings, Reuse.whereItIsTheSame());

        assertThat(hospital.gpu.evaluated)
                .extracting(EvaluateModelRequest::role)
                .containsExactly(ModelRole.IN_SERVICE);
        EvaluationReport report = status(SECOND).evaluation().orElseThrow();
        assertThat(report.evaluations()).extracting(ModelEvaluation::role).contains(ModelRole.values());
    }

    @Test
    void keepsNothingOfAnAuditThatRefused() {
        hospital.cpu.findingsAShard = 1;
        assertThat(closed(Sample.RUN, settings, Reuse.whereItIsTheSame()).conclusion())
                .isEqualTo(Conclusion.AUDIT_REFUSED);
        List<String> before = hospital.script.calls();

        closed(SECOND, settings, Reuse.whereItIsTheSame());

        assertThat(since(before)).contains("deidentifyShard", "auditShard");
    }

    @Test
    void isSignedAnewWhateverItTook() {
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);
        hospital.run().retrain(Sample.request());
        hospital.cpu.whenNotified.put(
                Urgency.WAITING, () -> workflow(SECOND).signOff(Sample.statementOf(SECOND, "dr-ben")));
        List<String> before = hospital.script.calls();

        RunOutcome outcome = hospital.workflow(RetrainingWorkflow.class, SECOND.value())
                .retrain(Sample.request(SECOND, Sample.request().settings(), Reuse.whereItIsTheSame()));

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.DEPLOYED);
        assertThat(status(SECOND).signOffs()).extracting(SignOffReceipt::signer).containsExactly("dr-ben");
        assertThat(since(before)).contains("notifyClinicians", "recordStatement", "loadCandidate", "promoteModel");
    }

    @Test
    void goesOnFromAStageOfAnotherRunWithItsOwnSettings() {
        closed(Sample.RUN, settings, Reuse.whereItIsTheSame());
        hospital.cpu.findsResults = false;
        List<String> before = hospital.script.calls();
        GatePolicy easy = new GatePolicy("easy", 20, 0.1, 0.0, null, null, null);
        hospital.cpu.whenNotified.put(
                Urgency.WAITING, () -> workflow(SECOND).signOff(Sample.statementOf(SECOND, "dr-ada")));

        RunOutcome outcome = hospital.workflow(RetrainingWorkflow.class, SECOND.value())
                .retrain(Sample.request(
                        SECOND,
                        new RunSettings(
                                null, null, null, settings.grpo(), null, easy, settings.signoff(), Optional.empty()),
                        from(Stage.GATE)));

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.DEPLOYED);
        assertThat(since(before)).doesNotContain("trainAdapter", "mergeAdapter", "evaluateModel", "deidentifyShard");
    }

    @Test
    void doesTheStageItIsToStartFromAnew() {
        closed(Sample.RUN, settings, Reuse.whereItIsTheSame());
        List<String> before = hospital.script.calls();

        closed(SECOND, settings, from(Stage.GRPO));

        assertThat(since(before)).contains("sampleRollouts").doesNotContain("trainAdapter", "mergeAdapter");
    }

    @Test
    void refusesToGoOnFromWhatTheOtherRunDoesNotHave() {
        hospital.script.fail("mergeAdapter", new IllegalArgumentException("no"));
        assertThatThrownBy(() -> closed(Sample.RUN, settings, Reuse.whereItIsTheSame()));

        assertThatThrownBy(() -> closed(SECOND, settings, from(Stage.EVALUATION)))
                .hasStackTraceContaining("reuse.of: found no result of stage merge in " + Sample.RUN);
        assertThat(status(SECOND).stage()).isEqualTo(Stage.MERGE);
    }

    @Test
    void isReadFromRequestsThatDoNotTellOfIt() throws Exception {
        assertThat(JSON.readValue("{}", Reuse.class)).isEqualTo(Reuse.whereItIsTheSame());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reuse(null, Optional.of(Sample.RUN), Optional.empty()))
                .withMessageContaining("expected both, or neither");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> from(Stage.DEPLOYMENT))
                .withMessageContaining("a sign-off is never taken");
    }

    private static Reuse from(Stage stage) {
        return Reuse.from(stage, Sample.RUN);
    }

    /** A run whose gate closes, unless something else ends it before. */
    private RunOutcome closed(RunId run, RunSettings settings, Reuse reuse) {
        hospital.gpu.exactMatch.putAll(Map.of(ModelRole.CANDIDATE, 0.2));
        return hospital.workflow(RetrainingWorkflow.class, run.value()).retrain(Sample.request(run, settings, reuse));
    }

    private List<String> since(List<String> before) {
        List<String> all = hospital.script.calls();
        return all.subList(before.size(), all.size());
    }

    private RetrainingWorkflow workflow(RunId run) {
        return hospital.server.getWorkflowClient().newWorkflowStub(RetrainingWorkflow.class, run.value());
    }

    private RunStatus status(RunId run) {
        return workflow(run).status();
    }

    private RecordManifestRequest manifest(Stage stage) {
        return hospital.cpu.manifests.stream()
                .filter(manifest -> manifest.stage() == stage)
                .findFirst()
                .orElseThrow();
    }
}
