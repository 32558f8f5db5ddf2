package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.internal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.residency.activities.TaskQueues;

/**
 * Replays histories that {@link HistoryRecorder} wrote: a run that waits for a clinician must go on with newer code. A
 * change that fails here needs {@code Workflow.getVersion}; record anew only what no running run can have.
 */
class ReplayTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "completed-run",
                "waiting-for-sign-off",
                "completed-run-deidentification",
                "completed-run-grpo",
                "budgeted-run",
                "budgeted-run-grpo",
                "run-that-takes-results",
                "on-the-spot/completed-run",
                "on-the-spot/waiting-for-sign-off",
                "on-the-spot/budgeted-run",
                "on-the-spot/budgeted-run-grpo",
                "on-the-spot/run-that-takes-results"
            })
    void goesOnWithRunsOfFormerCode(String history) {
        assertThatCode(() -> replay(read(history))).doesNotThrowAnyException();
    }

    @Test
    void noticesCodeThatAsksForOtherActivities() throws Exception {
        String other = read("completed-run").replace("\"TrainAdapter\"", "\"TrainSomethingElse\"");

        assertThatThrownBy(() -> replay(other)).hasMessageContaining("TMPRL1100");
    }

    @Test
    void recordsOneRunThatEndedAndOneThatWaits() throws Exception {
        assertThat(read("completed-run")).contains("EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED");
        assertThat(read("waiting-for-sign-off"))
                .contains("EVENT_TYPE_TIMER_STARTED")
                .doesNotContain("EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED");
    }

    private static void replay(String history) throws Exception {
        try (TestWorkflowEnvironment server = TestWorkflowEnvironment.newInstance()) {
            Worker worker = server.newWorker(TaskQueues.WORKFLOWS, FakeWorkers.PATIENT);
            WorkflowRegistration.registerWith(worker);
            WorkflowReplayer.replayWorkflowExecution(WorkflowExecutionHistory.fromJson(history), worker);
        }
    }

    private static String read(String history) throws IOException {
        try (InputStream in = ReplayTest.class.getResourceAsStream("/histories/" + history + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
