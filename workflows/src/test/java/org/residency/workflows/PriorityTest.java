package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.RunId;
import org.residency.activities.TaskQueues;
import org.residency.activities.models.BaseModelActivities;
import org.residency.activities.models.ImportBaseModelRequest;
import org.residency.artifacts.BaseModel;

/** On the real server: the one inside the tests takes every activity in the order in which it was asked for. */
class PriorityTest {

    @Test
    void lowersTheKeyOfWhatIsMoreUrgent() {
        assertThat(RunPriority.URGENT.turn(Optional.empty()).getPriorityKey()).isEqualTo(1);
        assertThat(RunPriority.NORMAL.turn(Optional.of("cardiology")).getFairnessKey())
                .isEqualTo("cardiology");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request("r", RunPriority.LOW, "Cardiology, 3rd floor"))
                .withMessageContaining("department: found 'Cardiology, 3rd floor'");
    }

    private static final String[] DEPARTMENTS_IN_TURN = {
        "--dynamic-config-value",
        "matching.enableFairness=true",
        // What waits in several partitions is in order in each of them only.
        "--dynamic-config-value",
        "matching.numTaskqueueReadPartitions=1",
        "--dynamic-config-value",
        "matching.numTaskqueueWritePartitions=1"
    };

    @Test
    void givesTheOneDeviceToTheUrgentRunFirstAndThenToDepartmentsInTurn(@TempDir Path folder) throws Exception {
        assumeTrue(RealServer.program().isPresent(), RealServer.MISSING);
        try (RealServer server = new RealServer(folder, DEPARTMENTS_IN_TURN)) {
            WorkflowClient client = server.client();
            WorkerFactory workflows = WorkerFactory.newInstance(client);
            WorkerFactory device = WorkerFactory.newInstance(client);
            try {
                FakeWorkers.registerWorkflows(workflows, new FakeCpu(new Script()));
                workflows.start();
                for (int i = 1; i <= 4; i++) {
                    start(client, request("cardiology-" + i, RunPriority.NORMAL, "cardiology"));
                }
                for (int i = 1; i <= 2; i++) {
                    start(client, request("oncology-" + i, RunPriority.NORMAL, "oncology"));
                }
                start(client, request("low-1", RunPriority.LOW, "oncology"));
                start(client, request("urgent-1", RunPriority.URGENT, "cardiology"));

                List<String> order = take(device, 8);

                assertThat(order.get(0)).isEqualTo("urgent-1");
                assertThat(order.get(7)).isEqualTo("low-1");
                // Four of one and two of the other: whoever comes first, neither waits for all of the other's.
                assertThat(order.subList(1, 5))
                        .filteredOn(run -> run.startsWith("oncology"))
                        .hasSize(2);
            } finally {
                device.shutdownNow();
                workflows.shutdownNow();
            }
        }
    }

    /** Has one device take them, one after the other, all of which wait already. */
    private static List<String> take(WorkerFactory factory, int count) throws InterruptedException {
        List<String> order = new CopyOnWriteArrayList<>();
        Worker worker = factory.newWorker(
                TaskQueues.GPU,
                WorkerOptions.newBuilder()
                        .setMaxConcurrentActivityExecutionSize(1)
                        .setMaxConcurrentActivityTaskPollers(1)
                        .build());
        worker.registerActivitiesImplementations((BaseModelActivities) asked -> imported(asked, order));
        factory.start();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (order.size() < count) {
            assertThat(System.nanoTime()).as("so far: " + order).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return order;
    }

    private static BaseModel imported(ImportBaseModelRequest asked, List<String> order) {
        order.add(asked.run().value());
        return new BaseModel(Sample.ref("base"), "demo", "LlamaForCausalLM", 800_000);
    }

    /** Starts it, and waits until its first activity waits for the device. */
    private static void start(WorkflowClient client, RetrainingRequest request) throws InterruptedException {
        RetrainingWorkflow run = client.newWorkflowStub(
                RetrainingWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(request.run().value())
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .setPriority(request.turn())
                        .build());
        WorkflowClient.start(run::retrain, request);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (pending(client, request.run()).isEmpty()) {
            assertThat(System.nanoTime()).as(request.run() + " waits").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static List<PendingActivityInfo> pending(WorkflowClient client, RunId run) {
        return client.newUntypedWorkflowStub(run.value())
                .describe()
                .getRawDescription()
                .getPendingActivitiesList();
    }

    private static RetrainingRequest request(String run, RunPriority priority, String department) {
        RetrainingRequest sample = Sample.request();
        return new RetrainingRequest(
                new RunId(run),
                sample.requester(),
                sample.source(),
                sample.columns(),
                sample.baseModel(),
                sample.consent(),
                sample.settings(),
                sample.reuse(),
                priority,
                Optional.of(department));
    }
}
