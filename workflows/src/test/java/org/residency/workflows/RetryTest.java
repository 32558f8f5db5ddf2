package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.residency.activities.FailureKind;
import org.residency.identity.Decision;
import org.residency.workflows.RunOutcome.Conclusion;

class RetryTest {

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
                "listClinicians",
                "notifyClinicians",
                "recordStatement",
                "currentDeployment",
                "loadCandidate",
                "runSmokePrompts",
                "promoteModel"
            })
    void triesAnyActivityAgain(String activity) {
        hospital.script.fail(activity, FailureKind.UNREACHABLE.failure("store: no answer, expected one"));
        hospital.script.failCall(activity, 2, FailureKind.drained("worker is shutting down"));
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);

        RunOutcome outcome = hospital.run().retrain(Sample.request());

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.DEPLOYED);
        assertThat(hospital.script.calls(activity)).isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "importBaseModel",
                "ingestDataset",
                "deidentifyShard",
                "auditShard",
                "trainAdapter",
                "sampleRollouts",
                "updatePolicy",
                "mergeAdapter",
                "evaluateModel",
                "loadCandidate"
            })
    void failsWithTheTypeOfABadInputAtOnce(String activity) {
        hospital.script.fail(activity, FailureKind.INVALID_INPUT.failure("field: found this, expected that"));
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);

        Throwable failure = catchThrowable(() -> hospital.run().retrain(Sample.request()));

        assertThat(failure).isInstanceOf(WorkflowFailedException.class);
        assertThat(failure)
                .rootCause()
                .asInstanceOf(InstanceOfAssertFactories.type(ApplicationFailure.class))
                .satisfies(root -> {
                    assertThat(root.getType()).isEqualTo("INVALID_INPUT");
                    assertThat(root.getOriginalMessage()).isEqualTo("field: found this, expected that");
                });
        assertThat(hospital.cpu.deployments).isEmpty();
        assertThat(hospital.script.calls()).doesNotContain("removeCheckpoints");
    }

    @Test
    void doesNotTryABugAgain() {
        hospital.script.fail("trainAdapter", new NullPointerException());

        assertThat(catchThrowable(() -> hospital.run().retrain(Sample.request())))
                .isInstanceOf(WorkflowFailedException.class);
        assertThat(hospital.script.calls("trainAdapter")).isEqualTo(1);
    }

    @Test
    void refusesMoreShardsThanAHistoryCanHold() {
        hospital.cpu.rawShards = 501;

        assertThat(catchThrowable(() -> hospital.run().retrain(Sample.request())))
                .rootCause()
                .hasMessageContaining("ingest.casesPerShard: found 500, which makes 501 shards")
                .hasMessageContaining("set it to 1000");
    }
}
