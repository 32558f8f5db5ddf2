package org.residency.worker.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.failure.ApplicationFailure;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.residency.activities.TaskQueues;
import org.residency.workflows.RollbackRequest;
import org.residency.workflows.RollbackWorkflow;

@QuarkusTest
@QuarkusTestResource(LoopbackTemporal.class)
@Timeout(120)
class CpuWorkerTest {

    @Inject
    WorkflowClient client;

    @TestHTTPResource("/q/")
    URI management;

    @Test
    void isReadyOnceItPolls() throws Exception {
        for (int i = 0; i < 600 && !get("health/ready").contains("\"workers\": true"); i++) {
            Thread.sleep(100);
        }

        assertThat(get("health/ready")).contains("\"status\": \"UP\"");
        assertThat(get("health/live")).contains("\"status\": \"UP\"");
    }

    @Test
    void runsWorkflowsAndTheirActivities() {
        RollbackRequest request = new RollbackRequest("olga", 7);
        RollbackWorkflow workflow = client.newWorkflowStub(
                RollbackWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .setWorkflowId(request.workflowId())
                        .setWorkflowExecutionTimeout(Duration.ofMinutes(2))
                        .build());

        WorkflowFailedException failure =
                catchThrowableOfType(WorkflowFailedException.class, () -> workflow.rollBack(request));

        // Only the activity can know that: it looked into the log on the other queue.
        assertThat(failure).hasCauseInstanceOf(ApplicationFailure.class);
        assertThat(((ApplicationFailure) failure.getCause()).getOriginalMessage())
                .contains("nothing was ever in service");
    }

    @Test
    void showsItsWorkersInItsMetrics() throws Exception {
        for (int i = 0; i < 600 && !get("metrics").contains("temporal_worker_task_slots"); i++) {
            Thread.sleep(100);
        }

        assertThat(get("metrics")).contains("temporal_worker_task_slots", "residency-cpu", "residency-workflows");
    }

    private String get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(management.resolve(path)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
