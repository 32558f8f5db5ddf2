package org.residency.workflows;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real Temporal server as a process of its own, with departments in turn, for as long as a test needs it. */
final class DevServer implements AutoCloseable {

    private final Process process;
    private final int port;

    private DevServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The program, if it is on the PATH. */
    static Optional<Path> program() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "temporal"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static DevServer start(Path program, Path folder) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(List.of(
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
                        "--dynamic-config-value",
                        "matching.enableFairness=true",
                        // What waits in several partitions is in order in each of them only.
                        "--dynamic-config-value",
                        "matching.numTaskqueueReadPartitions=1",
                        "--dynamic-config-value",
                        "matching.numTaskqueueWritePartitions=1"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("temporal.log").toFile())
                .start();
        DevServer server = new DevServer(process, port);
        server.awaitListening();
        return server;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    private void awaitListening() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    close();
                    throw new AssertionError("the Temporal server does not listen", e);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
