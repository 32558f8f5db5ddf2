package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.worker.WorkerFactory;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.activities.TaskQueues;
import org.residency.identity.Decision;
import org.residency.identity.Statement;

/**
 * Many runs that wait for clinicians on one real server with one worker: how long it takes to list them, and to sign one. What is
 * measured is the wait: the stages are fakes that return at once, and all runs but one begin right before the sign-off, with
 * what that one came to. {@code -Dwaiting.runs=N}, and {@code -Dwaiting.minutes=M} for it; part of {@code -Pchaos}.
 */
@Tag("chaos")
@Timeout(value = 4, unit = TimeUnit.HOURS)
class WaitingRunsTest {

    private static final int RUNS = Integer.getInteger("waiting.runs", 1_000);
    private static final int SIGNED = 50;
    private static final int STARTERS = 4;
    /**
     * So many are started at once, and twice as many are on their way at most: the development server never recovers from a
     * write that its caller gave up waiting for (SQLite: interrupted), as happens where hundreds queue.
     */
    private static final int ON_THE_WAY = 20;

    private static final Duration LONGEST = Duration.ofMinutes(Integer.getInteger("waiting.minutes", 25));
    private static final RunId WHOLE = new RunId("run-whole");
    private static final String WAITING = "ResidencyWaitsFor = 'clinicians' AND ExecutionStatus = 'Running'";

    @Test
    void areListedAndSignedWithoutAWait(@TempDir Path folder) throws Exception {
        assumeTrue(RealServer.program().isPresent(), RealServer.MISSING);
        // A wait for the disk at each of the hundreds of commits of a run would measure the disk.
        String pragma = "synchronous=" + System.getProperty("waiting.synchronous", "normal");
        WorkerFactory factory = null;
        try (RealServer server = new RealServer(folder, "--sqlite-pragma", pragma)) {
            try {
                factory = WorkerFactory.newInstance(server.client());
                Script script = new Script();
                FakeWorkers.register(factory, new FakeCpu(script), new FakeGpu(script));
                factory.start();
                runWhoseResultsAreTaken(server.client());
                measure(server.client(), server);
            } finally {
                if (factory != null) {
                    factory.shutdownNow();
                }
            }
        }
    }

    private static void measure(WorkflowClient client, RealServer server) throws Exception {
        Instant began = Instant.now();
        Duration computedBefore = ownComputed();
        Duration serverComputedBefore = server.computed();
        startAll(client, began);
        awaitWaiting(client, RUNS, began);
        Duration reached = Duration.between(began, Instant.now());
        double serverComputes = server.computed().minus(serverComputedBefore).toMillis() / (double) RUNS;
        double workerComputes = ownComputed().minus(computedBefore).toMillis() / (double) RUNS;
        System.gc();
        Runtime memory = Runtime.getRuntime();
        long heapBytes = memory.totalMemory() - memory.freeMemory();

        long listing = System.nanoTime();
        try (Stream<?> waiting = client.listExecutions(WAITING)) {
            assertThat(waiting.count()).isEqualTo(RUNS);
        }
        double listMillis = (System.nanoTime() - listing) / 1e6;
        long searching = System.nanoTime();
        try (Stream<?> waiting = client.listExecutions(WAITING + " AND WorkflowId = '" + run(RUNS / 2) + "'")) {
            assertThat(waiting.count()).isEqualTo(1);
        }
        double searchMillis = (System.nanoTime() - searching) / 1e6;
        List<Double> signing = new ArrayList<>();
        for (int number = 0; number < SIGNED; number++) {
            RunId run = run(number * (RUNS / SIGNED));
            long asked = System.nanoTime();
            client.newWorkflowStub(RetrainingWorkflow.class, run.value())
                    .signOff(Sample.signed(statement(run), FakeCpu.fingerprint("dr-ada")));
            signing.add((System.nanoTime() - asked) / 1e6);
        }
        signing.sort(null);
        System.out.printf(
                Locale.ROOT,
                "| waiting runs | all wait after | server computes a run | worker computes a run | worker's heap |"
                        + " server's memory | list all | find one | sign one: median | slowest | database | load |%n"
                        + "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |%n"
                        + "| %d | %d s | %.0f ms | %.0f ms | %d MiB | %d MiB | %.0f ms | %.0f ms | %.0f ms | %.0f ms |"
                        + " %d MiB | %.1f |%n",
                RUNS,
                reached.toSeconds(),
                serverComputes,
                workerComputes,
                heapBytes >> 20,
                server.residentMebibytes(),
                listMillis,
                searchMillis,
                signing.get(SIGNED / 2),
                signing.get(SIGNED - 1),
                server.databaseMebibytes(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        assertThat(signing.get(SIGNED / 2)).as("median of signing, ms").isLessThan(5_000);
    }

    /** Comes to its sign-off by all its stages, and is ended there. */
    private static void runWhoseResultsAreTaken(WorkflowClient client) throws InterruptedException {
        start(client, request(WHOLE, Reuse.ofNothing()));
        awaitWaiting(client, 1, Instant.now());
        client.newUntypedWorkflowStub(WHOLE.value()).terminate("its results are all that is needed of it");
        while (client.countWorkflows(WAITING).getCount() > 0) {
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private static void startAll(WorkflowClient client, Instant began) throws Exception {
        ExecutorService starters = Executors.newFixedThreadPool(STARTERS);
        try {
            for (int first = 0; first < RUNS; first += ON_THE_WAY) {
                List<Future<?>> starting = new ArrayList<>();
                for (int number = first; number < Math.min(RUNS, first + ON_THE_WAY); number++) {
                    RetrainingRequest request = request(run(number), Reuse.from(Stage.SIGN_OFF, WHOLE));
                    starting.add(starters.submit(() -> start(client, request)));
                }
                for (Future<?> start : starting) {
                    start.get();
                }
                // The next are started while these come to their wait.
                awaitWaiting(client, first, began);
            }
        } finally {
            starters.shutdownNow();
        }
    }

    private static void start(WorkflowClient client, RetrainingRequest request) {
        RetrainingWorkflow run = client.newWorkflowStub(
                RetrainingWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(request.run().value())
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .setTypedSearchAttributes(RunAttributes.atStart(request, Instant.now()))
                        .build());
        for (int attempt = 1; ; attempt++) {
            try {
                WorkflowClient.start(run::retrain, request);
                return;
            } catch (WorkflowExecutionAlreadyStarted e) {
                return;
            } catch (WorkflowServiceException e) {
                // Under load the development server loses its database for a moment, and says that there is no
                // namespace.
                if (attempt == 10) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            }
        }
    }

    private static void awaitWaiting(WorkflowClient client, int runs, Instant began) throws InterruptedException {
        long waiting = 0;
        while (waiting < runs) {
            assertThat(Duration.between(began, Instant.now()))
                    .as(waiting + " of " + runs + " wait")
                    .isLessThan(LONGEST);
            waiting = count(client);
            if (waiting < runs) {
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
    }

    /** How many wait; none as long as the server cannot say, see {@link #start}. */
    private static long count(WorkflowClient client) {
        try {
            return client.countWorkflows(WAITING).getCount();
        } catch (StatusRuntimeException e) {
            return 0;
        }
    }

    private static Duration ownComputed() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static RunId run(int number) {
        return new RunId("run-waiting-%05d".formatted(number));
    }

    private static RetrainingRequest request(RunId run, Reuse reuse) {
        return new RetrainingRequest(
                run,
                "sam",
                URI.create("file:///notes.jsonl"),
                Map.of(),
                URI.create("file:///base"),
                Optional.empty(),
                Sample.settings(Sample.grpo(0, 1), Sample.signOff(1)),
                reuse,
                RunPriority.NORMAL,
                Optional.empty());
    }

    private static Statement statement(RunId run) {
        return new Statement(
                run.value(),
                Sample.REPORT.sha256(),
                Sample.MERGED.ref().sha256(),
                Decision.APPROVED,
                "dr-ada",
                Instant.EPOCH);
    }
}
