package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.CanceledFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.residency.activities.Stage;
import org.residency.identity.Decision;
import org.residency.workflows.RunOutcome.Conclusion;

class CancelTest {

    private final TestHospital hospital = new TestHospital();

    @AfterEach
    void close() {
        hospital.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "importBaseModel",
                "ingestDataset",
                "recordManifest",
                "deidentifyShard",
                "auditShard",
                "publishDataset",
                "trainAdapter",
                "sampleRollouts",
                "rewardRollouts",
                "updatePolicy",
                "mergeAdapter",
                "evaluateModel",
                "compareModels",
                "listClinicians"
            })
    void removesTheCheckpointsOfARunThatIsCancelledIn(String activity) throws Exception {
        hospital.script.hold(activity);
        hospital.start(Sample.request());
        hospital.script.awaitCall(activity);

        hospital.cancel();

        assertEndsCancelled();
        assertThat(hospital.script.calls())
                .containsOnlyOnce("removeCheckpoints")
                .doesNotContain("discardCandidate");
        assertThat(hospital.cpu.deployments).isEmpty();
    }

    @Test
    void removesTheCheckpointsOfARunThatIsCancelledWhileItWaitsForASignOff() throws Exception {
        hospital.start(Sample.request());
        hospital.awaitSignOffDesk();

        hospital.cancel();

        assertEndsCancelled();
        assertThat(hospital.script.calls()).containsOnlyOnce("removeCheckpoints");
    }

    @Test
    void removesTheCheckpointsOfARunThatIsCancelledWhileItIsPaused() throws Exception {
        hospital.script.hold("publishDataset");
        hospital.start(Sample.request());
        hospital.script.awaitCall("publishDataset");
        hospital.started().pause();
        hospital.script.release("publishDataset");
        hospital.awaitStatus(status -> status.stage() == Stage.SFT);

        hospital.cancel();

        assertEndsCancelled();
        assertThat(hospital.script.calls()).containsOnlyOnce("removeCheckpoints");
    }

    @ParameterizedTest
    @ValueSource(strings = {"loadCandidate", "runSmokePrompts"})
    void discardsTheCandidateOfARunThatIsCancelledIn(String activity) throws Exception {
        hospital.script.hold(activity);
        hospital.start(Sample.request());
        hospital.awaitSignOffDesk();
        hospital.sign(Sample.statement("dr-ada", Decision.APPROVED));
        hospital.script.awaitCall(activity);

        hospital.cancel();

        assertEndsCancelled();
        assertThat(hospital.script.calls())
                .containsSubsequence("discardCandidate", "removeCheckpoints")
                .doesNotContain("promoteModel");
    }

    @Test
    void comesTooLateForAModelThatIsBeingPutToService() throws Exception {
        hospital.script.hold("promoteModel");
        hospital.start(Sample.request());
        hospital.awaitSignOffDesk();
        hospital.sign(Sample.statement("dr-ada", Decision.APPROVED));
        hospital.script.awaitCall("promoteModel");

        hospital.cancel();
        hospital.script.release("promoteModel");

        // Temporal's Java SDK calls every execution cancelled that was asked to be; the status tells what became of it.
        assertEndsCancelled();
        RunOutcome outcome = hospital.started().status().outcome().orElseThrow();
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.DEPLOYED);
        assertThat(outcome.manifest()).contains(Sample.ref("manifest/9-deployment"));
        assertThat(hospital.script.calls()).doesNotContain("discardCandidate", "restoreModel", "removeCheckpoints");
    }

    private void assertEndsCancelled() {
        assertThat(catchThrowable(hospital::outcome))
                .isInstanceOf(WorkflowFailedException.class)
                .cause()
                .isInstanceOf(CanceledFailure.class);
    }
}
