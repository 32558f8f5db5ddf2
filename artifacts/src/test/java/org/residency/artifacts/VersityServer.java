package org.residency.artifacts;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 server on loopback that keeps its buckets in a folder. */
final class VersityServer implements AutoCloseable {

    private final Process process;
    private final URI endpoint;

    private VersityServer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static Optional<Path> program() {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)),
                        Stream.of(System.getProperty("user.home") + "/go/bin"))
                .map(folder -> Path.of(folder, "versitygw"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static VersityServer start(Path program, Path folder) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path buckets = Files.createDirectories(folder.resolve("buckets"));
        Path log = folder.resolve("versitygw.log");
        // What the file system itself cannot keep beside a file, such as metadata, goes to a folder of its own.
        Path metadata = Files.createDirectories(folder.resolve("metadata"));
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--access",
                        "access",
                        "--secret",
                        "secretsecret",
                        "--port",
                        "127.0.0.1:" + port,
                        "posix",
                        "--sidecar",
                        metadata.toString(),
                        "--versioning-dir",
                        Files.createDirectories(folder.resolve("versions")).toString(),
                        buckets.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        for (int i = 0; i < 100; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return new VersityServer(process, URI.create("http://127.0.0.1:" + port));
            } catch (IOException e) {
                if (!process.isAlive()) {
                    break;
                }
                Thread.sleep(100);
            }
        }
        process.destroyForcibly();
        throw new IOException("versitygw did not start: " + Files.readString(log));
    }

    URI endpoint() {
        return endpoint;
    }

    S3Client client() {
        return clientAt(endpoint);
    }

    /** A client that reaches this server by another address. */
    static S3Client clientAt(URI endpoint) {
        return withCredentials(() -> S3ArtifactStore.client(new StoreOptions(Optional.of(endpoint))));
    }

    Source locate(URI location, Path folder) {
        return withCredentials(() -> Source.locate(location, new StoreOptions(Optional.of(endpoint)), folder));
    }

    /** The SDK looks for credentials among the system's properties when a client first needs them. */
    private static <T> T withCredentials(Supplier<T> action) {
        System.setProperty("aws.accessKeyId", "access");
        System.setProperty("aws.secretAccessKey", "secretsecret");
        return action.get();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
