package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.Async;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.junit.jupiter.api.Test;
import org.residency.activities.TaskQueues;

class PauseSwitchTest {

    @WorkflowInterface
    public interface Waits {
        @WorkflowMethod
        String await();
    }

    /** Is paused when its child has just gone, as one may be whose result is still on its way. */
    public static final class WaitsForAChildThatIsGone implements Waits {
        @Override
        public String await() {
            PauseSwitch pause = new PauseSwitch(false);
            CompletablePromise<String> result = Workflow.newPromise();
            Async.procedure(() -> {
                pause.pause();
                result.complete("the child's result");
            });
            return pause.await(
                    () -> result,
                    () -> Workflow.newPromise(
                            WorkflowExecution.newBuilder().setWorkflowId("gone").build()));
        }
    }

    @Test
    void failsNoRunThatIsPausedAsItsChildEnds() {
        try (TestWorkflowEnvironment server = TestWorkflowEnvironment.newInstance()) {
            server.newWorker(TaskQueues.WORKFLOWS, FakeWorkers.PATIENT)
                    .registerWorkflowImplementationTypes(WaitsForAChildThatIsGone.class);
            server.start();

            String result = server.getWorkflowClient()
                    .newWorkflowStub(
                            Waits.class,
                            WorkflowOptions.newBuilder()
                                    .setTaskQueue(TaskQueues.WORKFLOWS)
                                    .build())
                    .await();

            assertThat(result).isEqualTo("the child's result");
        }
    }
}
