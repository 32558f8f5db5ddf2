package org.residency.workflows;

import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Temporal's real server on a database file, for tests that ask more than the one inside this process can do. */
final class RealServer implements AutoCloseable {

    static final String MISSING = "skipped: no temporal on the PATH; `./residency temporal install` brings it";

    private final Path folder;
    private final Process process;
    private final WorkflowServiceStubs stubs;

    /**
     * Starts it and waits until it answers.
     *
     * @param more arguments of {@code temporal server start-dev}
     */
    RealServer(Path folder, String... more) throws IOException, InterruptedException {
        this.folder = folder;
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                program().orElseThrow().toString(),
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
                folder.resolve("temporal.db").toString()));
        RunAttributes.all().forEach(key -> {
            command.add("--search-attribute");
            command.add(key.getName() + "=" + (key.equals(RunAttributes.SINCE) ? "Datetime" : "Keyword"));
        });
        command.addAll(List.of(more));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("temporal.log").toFile())
                .start();
        awaitListening(port);
        stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + port)
                // On a busy machine a server that is asked much takes longer than the default of ten seconds.
                .setRpcTimeout(Duration.ofMinutes(1))
                .build());
    }

    /** The program on the PATH, or where Go installs programs. */
    static Optional<Path> program() {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)),
                        Stream.of(System.getProperty("user.home") + "/go/bin"))
                .map(path -> Path.of(path, "temporal"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    WorkflowClient client() {
        return WorkflowClient.newInstance(stubs);
    }

    WorkflowServiceStubs stubs() {
        return stubs;
    }

    long databaseMebibytes() throws IOException {
        long bytes = 0;
        for (String file : List.of("temporal.db", "temporal.db-wal")) {
            if (Files.exists(folder.resolve(file))) {
                bytes += Files.size(folder.resolve(file));
            }
        }
        return bytes >> 20;
    }

    /** What it has computed so far. */
    Duration computed() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** -1 where there is no /proc. */
    long residentMebibytes() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        return Files.isReadable(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                        .findFirst()
                        .orElse(-1)
                : -1;
    }

    private static void awaitListening(int port) throws InterruptedException {
        for (int look = 0; look < 600; look++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
        throw new IllegalStateException("temporal does not listen on port " + port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stubs.shutdownNow();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
