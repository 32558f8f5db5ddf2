package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.client.WorkflowFailedException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.residency.activities.FailureKind;
import org.residency.artifacts.Deployment;
import org.residency.identity.Decision;
import org.residency.workflows.RunOutcome.Conclusion;

class PromotionTest {

    private final TestHospital hospital = new TestHospital();
    private final Deployment former = Sample.deployment(1, "served-today");

    @BeforeEach
    void serveAFormerModel() {
        hospital.cpu.deployments.add(former);
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);
    }

    @AfterEach
    void close() {
        hospital.close();
    }

    @Test
    void leavesTheFormerModelInServiceWhereTheSmokePromptsFail() {
        hospital.script.fail(
                "runSmokePrompts", FailureKind.SMOKE_TEST_FAILED.failure("found 3 well-formed answers, expected 5"));

        RunOutcome outcome = hospital.run().retrain(Sample.request());

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.ROLLED_BACK);
        assertThat(outcome.reason()).isEqualTo("found 3 well-formed answers, expected 5");
        assertThat(outcome.deployment()).isEmpty();
        assertThat(hospital.cpu.deployments).containsExactly(former);
        assertThat(hospital.script.calls()).containsOnlyOnce("discardCandidate").doesNotContain("promoteModel");
    }

    @Test
    void asksAsManySmokePromptsAsTheGatesFormatRateTells() {
        hospital.run().retrain(Sample.request());

        assertThat(hospital.cpu.smoked).singleElement().satisfies(smoke -> {
            assertThat(smoke.prompts()).isEqualTo(8);
            assertThat(smoke.minWellFormed()).isEqualTo(5);
        });
    }

    @Test
    void bringsBackTheFormerModelWherePromotionCannotBeVerified() {
        // The first call is the evaluation's, the second looks at what the promotion did.
        hospital.script.failCall("currentDeployment", 2, FailureKind.CORRUPT_ARTIFACT.failure("log entry 2: corrupt"));

        RunOutcome outcome = hospital.run().retrain(Sample.request());

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.ROLLED_BACK);
        assertThat(outcome.reason()).isEqualTo("log entry 2: corrupt");
        Deployment current = hospital.cpu.deployments.get(2);
        assertThat(current.model()).isEqualTo(former.model());
        assertThat(current.restores()).isEqualTo(Optional.of(1));
        assertThat(hospital.script.calls()).containsSubsequence("promoteModel", "restoreModel", "discardCandidate");
    }

    @Test
    void failsWherePromotionDidNotReachTheLog() {
        hospital.cpu.logIsWritten = false;

        Throwable failure = catchThrowable(() -> hospital.run().retrain(Sample.request()));

        assertThat(failure).isInstanceOf(WorkflowFailedException.class);
        assertThat(failure)
                .rootCause()
                .hasMessageContaining("found deployment 1 in service after promotion, expected deployment 2");
        assertThat(hospital.cpu.deployments).containsExactly(former);
        assertThat(hospital.script.calls()).contains("discardCandidate").doesNotContain("restoreModel");
    }

    @Test
    void tellsTheFirstFailureThoughACompensationFailsToo() {
        hospital.script.fail("loadCandidate", FailureKind.CORRUPT_ARTIFACT.failure("weights: digest differs"));
        hospital.script.fail("discardCandidate", FailureKind.INVALID_INPUT.failure("no candidate"));

        assertThat(catchThrowable(() -> hospital.run().retrain(Sample.request())))
                .rootCause()
                .hasMessageContaining("weights: digest differs");
    }
}
