package org.residency.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The four processes with a real Temporal server on a database file and, where {@code versitygw} is found, a real S3 server,
 * each reached over a line of the test's own: all that can be killed, cut and slowed.
 */
final class Ward implements AutoCloseable {

    private static final int FAULT_MILLIS = 12_000;
    /** Longer than a GPU worker may be silent. */
    private static final int STALL_MILLIS = 30_000;

    private static final String ACCESS = "access";
    private static final String SECRET = "secretsecret";

    private final ServerProgram temporal;
    private final NetworkLine toTemporal;
    private final Optional<ServerProgram> s3;
    private final Optional<NetworkLine> toS3;
    private final Laptop laptop;

    Ward(Path folder) throws IOException {
        int temporalPort = ServerProgram.freePort();
        temporal = new ServerProgram(
                List.of(
                        ServerProgram.find("temporal").orElseThrow().toString(),
                        "server",
                        "start-dev",
                        "--headless",
                        "--ip",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(temporalPort),
                        "--log-level",
                        "error",
                        "--db-filename",
                        folder.resolve("temporal.db").toString()),
                folder.resolve("temporal.log"),
                temporalPort);
        temporal.start();
        toTemporal = new NetworkLine(temporalPort);
        Map<String, String> environment = new HashMap<>();
        environment.put("TEMPORAL_ADDRESS", "127.0.0.1:" + toTemporal.port());
        Optional<Path> versity = ServerProgram.find("versitygw");
        if (versity.isPresent()) {
            int port = ServerProgram.freePort();
            s3 = Optional.of(s3Server(versity.get(), folder, port));
            toS3 = Optional.of(new NetworkLine(port));
            environment.put("RESIDENCY_STORE", "s3://residency/house");
            environment.put(
                    "RESIDENCY_S3_ENDPOINT", "http://127.0.0.1:" + toS3.get().port());
            environment.put("AWS_ACCESS_KEY_ID", ACCESS);
            environment.put("AWS_SECRET_ACCESS_KEY", SECRET);
        } else {
            System.out.println("chaos: no versitygw on the PATH, so the store is a folder and nothing of S3 is tried");
            s3 = Optional.empty();
            toS3 = Optional.empty();
        }
        laptop = new Laptop(Files.createDirectory(folder.resolve("home")), environment);
    }

    private static ServerProgram s3Server(Path program, Path folder, int port) throws IOException {
        Path buckets = Files.createDirectories(folder.resolve("buckets"));
        Path metadata = Files.createDirectories(folder.resolve("metadata"));
        ServerProgram server = new ServerProgram(
                List.of(
                        program.toString(),
                        "--access",
                        ACCESS,
                        "--secret",
                        SECRET,
                        "--port",
                        "127.0.0.1:" + port,
                        "posix",
                        "--sidecar",
                        metadata.toString(),
                        buckets.toString()),
                folder.resolve("s3.log"),
                port);
        server.start();
        try (S3Client client = S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS, SECRET)))
                .build()) {
            client.createBucket(request -> request.bucket("residency"));
        }
        return server;
    }

    Laptop laptop() {
        return laptop;
    }

    boolean hasS3() {
        return s3.isPresent();
    }

    /** Does it, and returns once all is as it was before. */
    void suffer(Fault.Kind kind) {
        switch (kind) {
            case KILL_TEMPORAL -> {
                temporal.kill9();
                temporal.start();
            }
            case KILL_S3 ->
                s3.ifPresent(server -> {
                    server.kill9();
                    server.start();
                });
            case CUT_TEMPORAL -> withLine(toTemporal, NetworkLine::cut);
            case CUT_S3 -> toS3.ifPresent(line -> withLine(line, NetworkLine::cut));
            case SLOW_S3 -> toS3.ifPresent(line -> withLine(line, slow -> slow.slow(50)));
            case DRAIN_WORKER_GPU -> {
                long pid = laptop.pid(kind.process());
                laptop.signal(kind.process(), "TERM");
                laptop.awaitRestart(kind.process(), pid);
            }
            case STALL_WORKER_GPU -> {
                laptop.signal(kind.process(), "STOP");
                sleep(STALL_MILLIS);
                laptop.signal(kind.process(), "CONT");
            }
            default -> laptop.killAndAwaitRestart(kind.process());
        }
    }

    private interface Harm {
        void to(NetworkLine line);
    }

    private static void withLine(NetworkLine line, Harm harm) {
        harm.to(line);
        sleep(FAULT_MILLIS);
        line.mend();
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        laptop.close();
        toTemporal.close();
        toS3.ifPresent(NetworkLine::close);
        temporal.close();
        s3.ifPresent(ServerProgram::close);
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
