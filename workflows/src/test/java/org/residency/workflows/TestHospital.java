package org.residency.workflows;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.residency.activities.TaskQueues;
import org.residency.activities.signoff.NotifyCliniciansRequest.Urgency;
import org.residency.identity.Decision;
import org.residency.identity.SignedStatement;

/** A server that skips time, the workflows, and fakes of both workers, each on its own queue as in production. */
final class TestHospital implements AutoCloseable {

    final Script script = new Script();
    final FakeCpu cpu = new FakeCpu(script);
    final FakeGpu gpu = new FakeGpu(script);
    final TestWorkflowEnvironment server = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
            // Recorded histories should not name the machine they were recorded on.
            .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder().setIdentity("test").build())
            .build());

    TestHospital() {
        FakeWorkers.register(server.getWorkerFactory(), cpu, gpu);
        server.start();
    }

    /** A client's view of the run, not started. */
    RetrainingWorkflow run() {
        return workflow(RetrainingWorkflow.class, Sample.RUN.value());
    }

    <T> T workflow(Class<T> type, String id) {
        return server.getWorkflowClient()
                .newWorkflowStub(
                        type,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(id)
                                .setTaskQueue(TaskQueues.WORKFLOWS)
                                .build());
    }

    /** Starts the run without waiting, so that time does not skip. */
    RetrainingWorkflow start(RetrainingRequest request) {
        RetrainingWorkflow run = run();
        WorkflowClient.start(run::retrain, request);
        return run;
    }

    /** Waits for the end; time skips. */
    RunOutcome outcome() {
        return server.getWorkflowClient()
                .newUntypedWorkflowStub(Sample.RUN.value())
                .getResult(RunOutcome.class);
    }

    /**
     * Cancels the run once no activity is under way but those that the script holds. The server in this process loses the
     * workflow's answer to a cancel that meets an activity as it completes, and the run then hangs; the real server does not.
     */
    void cancel() throws InterruptedException {
        await(() -> activitiesUnderWay() == script.held(), () -> "an activity never ended; called: " + script.calls());
        WorkflowStub.fromTyped(started()).cancel();
    }

    /** Waits, in real time, until no activity runs, held or not. */
    void awaitNothingUnderWay() throws InterruptedException {
        await(
                () -> activitiesUnderWay() == 0,
                () -> "still under way: " + activitiesUnderWay() + "; called: " + script.calls());
    }

    /** Until a workflow has a signal in its history, so that what it hears later comes after that. */
    void awaitSignalTo(String workflowId) throws InterruptedException {
        await(
                () -> server.getWorkflowClient().fetchHistory(workflowId).getEvents().stream()
                        .anyMatch(HistoryEvent::hasWorkflowExecutionSignaledEventAttributes),
                () -> "no signal came to " + workflowId);
    }

    /** A minute of real time for the condition to come true, or else the complaint. */
    private static void await(BooleanSupplier condition, Supplier<String> complaint) throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(complaint.get());
            }
            Thread.sleep(20);
        }
    }

    private int activitiesUnderWay() {
        return Stream.of(
                        Sample.RUN.value(),
                        GrpoRequest.workflowId(Sample.RUN),
                        DeidentificationRequest.workflowId(Sample.RUN))
                .mapToInt(this::activitiesUnderWay)
                .sum();
    }

    private int activitiesUnderWay(String workflow) {
        try {
            return server.getWorkflowServiceStubs()
                    .blockingStub()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(server.getNamespace())
                            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflow))
                            .build())
                    .getPendingActivitiesCount();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return 0;
            }
            throw e;
        }
    }

    RetrainingWorkflow started() {
        return server.getWorkflowClient().newWorkflowStub(RetrainingWorkflow.class, Sample.RUN.value());
    }

    SignOffReceipt sign(SignedStatement statement) {
        return started().signOff(statement);
    }

    /** Has {@code signer} sign as soon as the run waits for it. */
    void signsWhenAsked(String signer, Decision decision) {
        cpu.whenNotified.put(Urgency.WAITING, () -> sign(Sample.statement(signer, decision)));
    }

    /** Waits, in real time, until the status is as it should be. */
    RunStatus awaitStatus(Predicate<RunStatus> condition) throws InterruptedException {
        AtomicReference<RunStatus> seen = new AtomicReference<>();
        await(
                () -> {
                    seen.set(started().status());
                    return condition.test(seen.get());
                },
                () -> "never so: " + seen.get());
        return seen.get();
    }

    RunStatus awaitSignOffDesk() throws InterruptedException {
        return awaitStatus(status -> status.waiting().equals(Optional.of("sign-off")));
    }

    @Override
    public void close() {
        server.close();
    }
}
