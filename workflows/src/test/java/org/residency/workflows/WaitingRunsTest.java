package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.RunId;
import org.residency.activities.TaskQueues;
import org.residency.identity.Decision;
import org.residency.identity.Statement;

/**
 * Many runs that wait for clinicians on one real server with one worker: how long it takes to list them, and to sign one. The
 * stages are fakes that return at once. {@code -Dwaiting.runs=N}; part of {@code -Pchaos}.
 */
@Tag("chaos")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class WaitingRunsTest {

    private static final int RUNS = Integer.getInteger("waiting.runs", 1_000);
    private static final int SIGNED = 50;
    private static final String WAITING = "ResidencyWaitsFor = 'clinicians'";

    @Test
    void areListedAndSignedWithoutAWait(@TempDir Path folder) throws Exception {
        Optional<Path> program = temporal();
        assumeTrue(program.isPresent(), "skipped: no temporal on the PATH; `./residency temporal install` brings it");
        int port = freePort();
        Process server = start(program.get(), port, folder);
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + port)
                .build());
        WorkerFactory factory = null;
        try {
            awaitListening(port);
            WorkflowClient client = WorkflowClient.newInstance(stubs);
            factory = WorkerFactory.newInstance(client);
            register(factory);
            factory.start();
            measure(client, folder, server);
        } finally {
            if (factory != null) {
                factory.shutdownNow();
            }
            stubs.shutdownNow();
            server.destroy();
            if (!server.waitFor(10, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
    }

    private static void measure(WorkflowClient client, Path folder, Process server) throws Exception {
        Instant began = Instant.now();
        for (int number = 0; number < RUNS; number++) {
            RetrainingRequest request = request(run(number));
            RetrainingWorkflow run = client.newWorkflowStub(
                    RetrainingWorkflow.class,
                    WorkflowOptions.newBuilder()
                            .setWorkflowId(request.run().value())
                            .setTaskQueue(TaskQueues.WORKFLOWS)
                            .setTypedSearchAttributes(RunAttributes.atStart(request, Instant.now()))
                            .build());
            WorkflowClient.start(run::retrain, request);
        }
        while (client.countWorkflows(WAITING).getCount() < RUNS) {
            assertThat(Duration.between(began, Instant.now()))
                    .as(client.countWorkflows(WAITING).getCount() + " of " + RUNS + " wait")
                    .isLessThan(Duration.ofMinutes(25));
            TimeUnit.SECONDS.sleep(1);
        }
        Duration reached = Duration.between(began, Instant.now());
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
                "| waiting runs | all wait after | worker's heap | server's memory | list all | find one | sign one: median |"
                        + " slowest | database | load |%n"
                        + "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |%n"
                        + "| %d | %d s | %d MiB | %d MiB | %.0f ms | %.0f ms | %.0f ms | %.0f ms | %d MiB | %.1f |%n",
                RUNS,
                reached.toSeconds(),
                heapBytes >> 20,
                residentMebibytes(server),
                listMillis,
                searchMillis,
                signing.get(SIGNED / 2),
                signing.get(SIGNED - 1),
                Files.size(folder.resolve("temporal.db")) >> 20,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        assertThat(signing.get(SIGNED / 2)).as("median of signing, ms").isLessThan(5_000);
    }

    /** -1 where there is no /proc. */
    private static long residentMebibytes(Process process) throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        return Files.isReadable(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                        .findFirst()
                        .orElse(-1)
                : -1;
    }

    private static void register(WorkerFactory factory) {
        Script script = new Script();
        WorkflowRegistration.registerWith(factory.newWorker(TaskQueues.WORKFLOWS, TestHospital.PATIENT));
        Worker cpu = factory.newWorker(TaskQueues.CPU);
        cpu.registerActivitiesImplementations(new FakeCpu(script));
        Worker gpu = factory.newWorker(TaskQueues.GPU);
        gpu.registerActivitiesImplementations(new FakeGpu(script));
    }

    private static RunId run(int number) {
        return new RunId("run-waiting-%05d".formatted(number));
    }

    private static RetrainingRequest request(RunId run) {
        return new RetrainingRequest(
                run,
                "sam",
                URI.create("file:///notes.jsonl"),
                Map.of(),
                URI.create("file:///base"),
                Optional.empty(),
                Sample.settings(Sample.grpo(0, 1), Sample.signOff(1)),
                Reuse.ofNothing(),
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

    private static Process start(Path program, int port, Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "server",
                "start-dev",
                "--headless",
                "--ip",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--log-level",
                "error",
                "--db-filename",
                folder.resolve("temporal.db").toString(),
                // A wait for the disk at each of a hundred commits a run would measure the disk.
                "--sqlite-pragma",
                "synchronous=" + System.getProperty("waiting.synchronous", "normal")));
        RunAttributes.all().forEach(key -> {
            command.add("--search-attribute");
            command.add(key.getName() + "=" + (key.equals(RunAttributes.SINCE) ? "Datetime" : "Keyword"));
        });
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("temporal.log").toFile())
                .start();
    }

    private static void awaitListening(int port) throws InterruptedException {
        for (int look = 0; look < 120; look++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                TimeUnit.SECONDS.sleep(1);
            }
        }
        throw new IllegalStateException("temporal does not listen on port " + port);
    }

    private static Optional<Path> temporal() {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)),
                        Stream.of(System.getProperty("user.home") + "/go/bin"))
                .map(path -> Path.of(path, "temporal"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
