package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.CanceledFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.residency.activities.Stage;
import org.residency.identity.Decision;
import org.residency.workflows.RunOutcome.Conclusion;

class PauseTest {

    private final TestHospital hospital = new TestHospital();

    @AfterEach
    void close() {
        hospital.close();
    }

    @Test
    void holdsBeforeTheNextStageAndGoesOn() throws Exception {
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);
        hospital.script.hold("publishDataset");
        hospital.start(Sample.request());
        hospital.script.awaitCall("publishDataset");

        hospital.started().pause();
        hospital.script.release("publishDataset");
        RunStatus held = hospital.awaitStatus(status -> status.stage() == Stage.SFT);
        Thread.sleep(300);

        assertThat(held.waiting()).contains("paused");
        assertThat(hospital.script.calls()).doesNotContain("trainAdapter");
        hospital.started().resume();
        assertThat(hospital.outcome().conclusion()).isEqualTo(Conclusion.DEPLOYED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trainAdapter", "sampleRollouts", "updatePolicy", "evaluateModel"})
    void freesTheDeviceAndAsksForTheActivityAgain(String activity) throws Exception {
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);
        hospital.script.hold(activity);
        hospital.start(Sample.request());
        hospital.script.awaitCall(activity);

        hospital.started().pause();
        hospital.awaitNothingUnderWay();
        long before = hospital.script.calls(activity);
        hospital.script.release(activity);
        hospital.started().resume();

        assertThat(hospital.outcome().conclusion()).isEqualTo(Conclusion.DEPLOYED);
        assertThat(hospital.script.calls(activity)).isGreaterThan(before);
    }

    @Test
    void endsARunThatIsCancelledAsItPauses() throws Exception {
        hospital.script.hold("trainAdapter");
        hospital.start(Sample.request());
        hospital.script.awaitCall("trainAdapter");

        hospital.started().pause();
        hospital.cancel();

        assertThatThrownBy(hospital::outcome).cause().isInstanceOf(CanceledFailure.class);
        assertThat(hospital.script.calls()).containsOnlyOnce("trainAdapter", "removeCheckpoints");
    }

    @Test
    void holdsTheRoundsOfAChild() throws Exception {
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);
        hospital.script.hold("rewardRollouts");
        hospital.start(Sample.request());
        hospital.script.awaitCalls("rewardRollouts", 2);

        hospital.started().pause();
        hospital.awaitStatus(status -> status.waiting().isPresent());
        // The signal goes from the run to its child.
        hospital.awaitSignalTo(GrpoRequest.workflowId(Sample.RUN));
        hospital.script.release("rewardRollouts");
        Thread.sleep(300);

        assertThat(hospital.script.calls()).doesNotContain("updatePolicy");
        hospital.started().resume();
        assertThat(hospital.outcome().conclusion()).isEqualTo(Conclusion.DEPLOYED);
    }

    @Test
    void takesSignOffsWhilePausedButDoesNotDeploy() throws Exception {
        hospital.start(Sample.request());
        hospital.awaitSignOffDesk();
        hospital.started().pause();

        hospital.sign(Sample.statement("dr-ada", Decision.APPROVED));
        Thread.sleep(300);

        assertThat(hospital.script.calls()).doesNotContain("loadCandidate");
        hospital.started().resume();
        assertThat(hospital.outcome().conclusion()).isEqualTo(Conclusion.DEPLOYED);
    }
}
