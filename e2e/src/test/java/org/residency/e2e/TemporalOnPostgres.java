package org.residency.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Temporal's server as a cluster has it, all its services in one process, on a PostgreSQL of the test's own. */
final class TemporalOnPostgres implements AutoCloseable {

    private static final List<String> PROGRAMS = List.of("temporal", "temporal-server", "temporal-sql-tool");

    private final int frontend = ServerProgram.freePort();
    private final int port = ServerProgram.freePort();
    private final Path folder;
    private final ServerProgram postgres;
    private final ServerProgram temporal;

    /** What is not here; empty if all is. */
    static Optional<String> missing() {
        return Stream.concat(
                        PROGRAMS.stream()
                                .filter(program -> ServerProgram.find(program).isEmpty()),
                        program("initdb").isPresent() ? Stream.empty() : Stream.of("PostgreSQL"))
                .findFirst();
    }

    /** Makes the databases, starts both servers, and registers the namespace. */
    TemporalOnPostgres() throws IOException {
        // Not below a folder of root's: PostgreSQL will not run as root, and must reach its data.
        folder = Files.createTempDirectory("residency-postgres-");
        Path data = folder.resolve("data");
        if (isRoot()) {
            say(List.of("chown", "postgres", folder.toString()));
        }
        say(asPostgres("initdb", "-D", data.toString(), "-U", "temporal", "--auth=trust"));
        Path log = Files.createFile(folder.resolve("postgres.log"));
        postgres = new ServerProgram(
                asPostgres(
                        "postgres",
                        "-D",
                        data.toString(),
                        "-h",
                        "127.0.0.1",
                        "-p",
                        "" + port,
                        "-k",
                        "",
                        "-c",
                        "max_connections=200"),
                log,
                port);
        postgres.start();
        awaitDatabase();
        for (String database : List.of("temporal", "visibility")) {
            sql(database, "create");
            sql(database, "setup-schema", "-v", "0.0");
            sql(database, "update-schema", "--schema-name", "postgresql/v12/" + database);
        }
        Files.writeString(folder.resolve("ward.yaml"), settings());
        temporal = new ServerProgram(
                List.of(
                        found("temporal-server"),
                        "--root",
                        folder.toString(),
                        "--config",
                        ".",
                        "--env",
                        "ward",
                        "--allow-no-auth",
                        "start"),
                folder.resolve("temporal.log"),
                frontend);
        temporal.start();
        awaitNamespace();
    }

    String address() {
        return "127.0.0.1:" + frontend;
    }

    void killTemporal() {
        temporal.kill9();
        temporal.start();
    }

    /** The database recovers from its log; the server finds it gone in between. */
    void killPostgres() {
        postgres.kill9();
        // Its children see that it is gone, and must end before another may have the data.
        WardRuns.pause(2_000);
        postgres.start();
        awaitDatabase();
    }

    /** It listens before it has recovered. */
    private void awaitDatabase() {
        await(List.of(program("pg_isready").orElseThrow().toString(), "-q", "-h", "127.0.0.1", "-p", "" + port));
    }

    private void awaitNamespace() {
        await(List.of(found("temporal"), "operator", "namespace", "create", "default", "--address", address()));
    }

    private static void await(List<String> command) {
        Instant patience = Instant.now().plusSeconds(90);
        while (true) {
            try {
                say(command);
                return;
            } catch (IllegalStateException e) {
                if (Instant.now().isAfter(patience)) {
                    throw e;
                }
                WardRuns.pause(1_000);
            }
        }
    }

    private String settings() {
        StringBuilder services = new StringBuilder();
        for (String service : List.of("frontend", "matching", "history", "worker")) {
            services.append("  %s: {rpc: {grpcPort: %d, membershipPort: %d, bindOnLocalHost: true}}%n"
                    .formatted(
                            service,
                            service.equals("frontend") ? frontend : ServerProgram.freePort(),
                            membershipPort()));
        }
        return """
                log: {stdout: true, level: warn}
                persistence:
                  defaultStore: temporal
                  visibilityStore: visibility
                  numHistoryShards: 4
                  datastores:
                %sglobal: {membership: {maxJoinDuration: 30s, broadcastAddress: 127.0.0.1}}
                services:
                %sclusterMetadata:
                  failoverVersionIncrement: 10
                  masterClusterName: active
                  currentClusterName: active
                  clusterInformation:
                    active: {enabled: true, initialFailoverVersion: 1, rpcName: frontend, rpcAddress: "%s"}
                """.formatted(store("temporal") + store("visibility"), services, address());
    }

    /** Its schema for PostgreSQL keeps it in a small integer, and the system gives out larger ones. */
    private static int membershipPort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, Short.MAX_VALUE);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Somebody else has it.
            }
        }
    }

    private String store(String name) {
        return "    %s: {sql: {pluginName: postgres12, databaseName: %s, connectAddr: '127.0.0.1:%d', connectProtocol: tcp, user: temporal, password: none, maxConns: 20, maxIdleConns: 20}}%n"
                .formatted(name, name, port);
    }

    private void sql(String database, String... what) {
        List<String> command = new ArrayList<>(List.of(
                found("temporal-sql-tool"),
                "--plugin",
                "postgres12",
                "--ep",
                "127.0.0.1",
                "-p",
                "" + port,
                "-u",
                "temporal",
                "--pw",
                "none",
                "--db",
                database));
        command.addAll(List.of(what));
        say(command);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** PostgreSQL's program in place of the one that changes the user, so that it can be killed. */
    private static List<String> asPostgres(String program, String... arguments) {
        Stream<String> user = isRoot()
                ? Stream.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")
                : Stream.empty();
        return Stream.of(user, Stream.of(program(program).orElseThrow().toString()), Stream.of(arguments))
                .flatMap(part -> part)
                .toList();
    }

    private static Optional<Path> program(String name) {
        // Debian keeps them off the PATH.
        return Stream.of("17", "16", "15", "14")
                .map(version -> Path.of("/usr/lib/postgresql", version, "bin", name))
                .filter(Files::isExecutable)
                .findFirst()
                .or(() -> ServerProgram.find(name));
    }

    private static String found(String program) {
        return ServerProgram.find(program).orElseThrow().toString();
    }

    private static void say(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " said:\n" + said);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        temporal.close();
        postgres.close();
        say(List.of("rm", "-r", folder.toString()));
    }
}
