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
    /** Longer than any worker may be. */
    private static final int SILENT_MILLIS = 40_000;

    private static final int FULL_MILLIS = 8_000;

    private static final String ACCESS = "access";
    private static final String SECRET = "secretsecret";

    private final ServerProgram temporal;
    private final NetworkLine toTemporal;
    private final Optional<ServerProgram> s3;
    private final Optional<NetworkLine> toS3;
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final Laptop laptop;
    private final Map<String, Disk> disks = new HashMap<>();

    /** On the disk of the folder. */
    Ward(Path folder) throws IOException {
        this(folder, false);
    }

    /** @param onDisksOfTheirOwn whether database, store and processes get a disk each that can be full, where root asks */
    Ward(Path folder, boolean onDisksOfTheirOwn) throws IOException {
        this.folder = folder;
        if (onDisksOfTheirOwn) {
            for (String disk : List.of("temporal", "s3", "home")) {
                Disk.mount(folder.resolve(disk)).ifPresent(mounted -> disks.put(disk, mounted));
            }
        }
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
                        place("temporal").resolve("temporal.db").toString()),
                folder.resolve("temporal.log"),
                temporalPort);
        temporal.start();
        toTemporal = new NetworkLine(temporalPort);
        environment.put("TEMPORAL_ADDRESS", "127.0.0.1:" + toTemporal.port());
        Optional<Path> versity = ServerProgram.find("versitygw");
        if (versity.isPresent()) {
            int port = ServerProgram.freePort();
            s3 = Optional.of(s3Server(versity.get(), place("s3"), port));
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
        laptop = new Laptop(Files.createDirectories(folder.resolve("home")), environment);
    }

    private Path place(String name) {
        return disks.containsKey(name) ? folder.resolve(name) : folder;
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

    /** Whether all is there that this fault needs. */
    boolean canSuffer(Fault.Kind kind) {
        return switch (kind) {
            case KILL_S3, CUT_S3, SLOW_S3 -> hasS3();
            case FULL_S3 -> hasS3() && disks.containsKey("s3");
            case FULL_TEMPORAL -> disks.containsKey("temporal");
            case FULL_PROCESSES -> disks.containsKey("home");
            case JUMP_CLOCK -> FakeClock.library().isPresent();
            default -> true;
        };
    }

    /** The same stack, on the same folder, by whose processes' clock the time can jump. Take the first one down before. */
    Laptop laptopWithAClock() {
        Map<String, String> clocked = new HashMap<>(environment);
        clocked.putAll(clock().environment());
        return new Laptop(laptop.home(), clocked);
    }

    private FakeClock clock() {
        return new FakeClock(folder.resolve("clock"));
    }

    /** The file in which the store keeps an object. */
    Path object(String key) {
        if (!hasS3()) {
            return laptop.home().resolve("store").resolve(key);
        }
        return place("s3").resolve("buckets/residency/house").resolve(key);
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
            case FULL_S3 -> withFullDisk("s3", () -> s3.ifPresent(ServerProgram::ensureRuns));
            case FULL_TEMPORAL -> withFullDisk("temporal", temporal::ensureRuns);
            case FULL_PROCESSES -> withFullDisk("home", () -> {});
            case DELIVER_TWICE -> {
                List.of("worker-cpu", "worker-gpu").forEach(worker -> laptop.signal(worker, "STOP"));
                sleep(SILENT_MILLIS);
                List.of("worker-cpu", "worker-gpu").forEach(worker -> laptop.signal(worker, "CONT"));
            }
            case JUMP_CLOCK -> {
                clock().jump("+2h");
                sleep(FAULT_MILLIS);
                clock().jump("+0");
            }
            default -> laptop.killAndAwaitRestart(kind.process());
        }
    }

    private void withFullDisk(String name, Runnable after) {
        Disk disk = disks.get(name);
        disk.fill();
        sleep(FULL_MILLIS);
        disk.free();
        after.run();
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
        disks.values().forEach(Disk::close);
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
