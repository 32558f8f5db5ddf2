package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.TaskQueues;

/**
 * A run of a thousand GRPO rounds on the real server: no execution's history comes near what the server allows (51,200 events,
 * 50 MiB, with a warning at a fifth of each). The stages are fakes that return at once. {@code -Drounds=N}; part of {@code
 * -Pchaos}.
 */
@Tag("chaos")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ThousandRoundsTest {

    private static final int ROUNDS = Integer.getInteger("rounds", 1_000);
    private static final int EVENTS_BEFORE_A_WARNING = 10_240;
    private static final long BYTES_BEFORE_A_WARNING = 10L << 20;
    private static final long LARGEST_PAYLOAD_BYTES = 2L << 20;

    @Test
    void keepsEveryHistoryShort(@TempDir Path folder) throws Exception {
        assumeTrue(RealServer.program().isPresent(), RealServer.MISSING);
        try (RealServer server = new RealServer(folder, "--sqlite-pragma", "synchronous=normal")) {
            WorkerFactory factory = WorkerFactory.newInstance(server.client());
            try {
                Script script = new Script();
                FakeWorkers.register(factory, new FakeCpu(script), new FakeGpu(script));
                factory.start();
                measure(server);
            } finally {
                factory.shutdownNow();
            }
        }
    }

    private static void measure(RealServer server) throws Exception {
        WorkflowClient client = server.client();
        RetrainingRequest request = Sample.request(Sample.settings(Sample.grpo(ROUNDS, 1), Sample.signOff(1)));
        RetrainingWorkflow run = client.newWorkflowStub(
                RetrainingWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(Sample.RUN.value())
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .build());
        Instant began = Instant.now();
        WorkflowClient.start(run::retrain, request);
        RunStatus status = run.status();
        while (status.waiting().isEmpty()) {
            assertThat(Duration.between(began, Instant.now()))
                    .as(status.rounds().size() + " of " + ROUNDS + " rounds")
                    .isLessThan(Duration.ofMinutes(18));
            TimeUnit.SECONDS.sleep(2);
            status = look(run).orElse(status);
        }
        assertThat(status.rounds()).hasSize(ROUNDS);
        long statusBytes = DefaultDataConverter.STANDARD_INSTANCE
                .toPayload(status)
                .orElseThrow()
                .getSerializedSize();
        List<DescribeWorkflowExecutionResponse> executions = executions(server);
        DescribeWorkflowExecutionResponse parent = describe(server, Sample.RUN.value(), "");
        System.out.printf(
                Locale.ROOT,
                "| rounds | took | executions of GRPO | longest history | largest | the run's own history | size | its status |%n"
                        + "| --- | --- | --- | --- | --- | --- | --- | --- |%n"
                        + "| %d | %d s | %d | %d events | %d KiB | %d events | %d KiB | %d KiB |%n",
                ROUNDS,
                Duration.between(began, Instant.now()).toSeconds(),
                executions.size(),
                executions.stream().mapToLong(ThousandRoundsTest::events).max().orElse(0),
                executions.stream().mapToLong(ThousandRoundsTest::bytes).max().orElse(0) >> 10,
                events(parent),
                bytes(parent) >> 10,
                statusBytes >> 10);
        assertThat(executions).hasSizeGreaterThanOrEqualTo(ROUNDS / GrpoWorkflowImpl.ROUNDS_AN_EXECUTION);
        executions.add(parent);
        assertThat(executions).allSatisfy(execution -> {
            assertThat(events(execution)).isLessThan(EVENTS_BEFORE_A_WARNING);
            assertThat(bytes(execution)).isLessThan(BYTES_BEFORE_A_WARNING);
        });
        assertThat(statusBytes).isLessThan(LARGEST_PAYLOAD_BYTES);
    }

    /** A machine with other work may not answer within the ten seconds that the client waits; it is asked again. */
    private static Optional<RunStatus> look(RetrainingWorkflow run) {
        try {
            return Optional.of(run.status());
        } catch (WorkflowServiceException e) {
            return Optional.empty();
        }
    }

    private static List<DescribeWorkflowExecutionResponse> executions(RealServer server) {
        String grpo = GrpoRequest.workflowId(Sample.RUN);
        try (Stream<WorkflowExecutionMetadata> found = server.client().listExecutions("WorkflowId = '" + grpo + "'")) {
            return new ArrayList<>(found.map(execution ->
                            describe(server, grpo, execution.getExecution().getRunId()))
                    .toList());
        }
    }

    private static DescribeWorkflowExecutionResponse describe(RealServer server, String workflow, String execution) {
        return server.stubs()
                .blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace("default")
                        .setExecution(WorkflowExecution.newBuilder()
                                .setWorkflowId(workflow)
                                .setRunIdBytes(ByteString.copyFromUtf8(execution)))
                        .build());
    }

    private static long events(DescribeWorkflowExecutionResponse execution) {
        return execution.getWorkflowExecutionInfo().getHistoryLength();
    }

    private static long bytes(DescribeWorkflowExecutionResponse execution) {
        return execution.getWorkflowExecutionInfo().getHistorySizeBytes();
    }
}
