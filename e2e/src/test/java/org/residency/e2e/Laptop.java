package org.residency.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One machine with the whole stack on it, driven as a person would: by the command and over HTTP. */
final class Laptop implements AutoCloseable {

    private static final Path REPOSITORY =
            Path.of(System.getProperty("user.dir")).getParent();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Path home;
    private final Map<String, String> environment;

    Laptop(Path home) {
        this(home, Map.of());
    }

    /** @param environment what the command is given besides, for example another Temporal server or store */
    Laptop(Path home, Map<String, String> environment) {
        this.home = home;
        this.environment = Map.copyOf(environment);
    }

    /** What a command said. */
    record Said(int exitCode, String output) {}

    Path home() {
        return home;
    }

    Said residency(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                REPOSITORY.resolve("cli/target/cli-0.1.0-SNAPSHOT.jar") + File.pathSeparator
                        + REPOSITORY.resolve("cli/target/lib") + "/*",
                "org.residency.cli.Residency"));
        command.addAll(List.of(arguments));
        Path output = home.resolve("command-output-" + System.nanoTime() + ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    // To a file, not a pipe: the stack that a command leaves behind would hold the pipe open.
                    .redirectOutput(output.toFile());
            builder.environment().put("RESIDENCY_HOME", home.toString());
            builder.environment().put("RESIDENCY_REPOSITORY", REPOSITORY.toString());
            builder.environment().remove("TEMPORAL_ADDRESS");
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", arguments) + " did not end; it said:\n"
                        + Files.readString(output, StandardCharsets.UTF_8));
            }
            return new Said(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            output.toFile().delete();
        }
    }

    /** Starts a run on the demo model as {@code requester}, and leaves it to itself: its id. */
    String startRun(Path notes, Path settings, String requester) {
        Said said = residency(
                "run",
                "--dataset",
                notes.toString(),
                "--base-model",
                "demo",
                "--settings",
                settings.toString(),
                "--as",
                requester,
                // Tests compare what runs on the same notes come to: each must do its own work.
                "--fresh",
                "--detach");
        if (said.exitCode() != 0) {
            throw new AssertionError(said.output());
        }
        return Stream.of(said.output().split("\\s+"))
                .filter(word -> word.matches("run-[a-z0-9-]+"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no run in: " + said.output()));
    }

    JsonNode stack() {
        try {
            return JSON.readTree(Files.readString(home.resolve("stack.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process of that name, as the stack's file has it. */
    JsonNode process(String name) {
        for (JsonNode process : stack().path("processes")) {
            if (process.path("name").asText().equals(name)) {
                return process;
            }
        }
        throw new IllegalArgumentException("the stack has no process " + name + ": " + stack());
    }

    String temporalAddress() {
        return stack().path("plan").path("temporal").path("address").asText();
    }

    /** Sends a process a signal, {@code STOP} for example. */
    void signal(String name, String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid(name)))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException(name + " does not run");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends a process as a power cut would. */
    private void kill9(String name) {
        ProcessHandle.of(pid(name))
                .orElseThrow(() -> new IllegalStateException(name + " does not run"))
                .destroyForcibly();
    }

    /** Ends a process as a power cut would, and waits until another answers in its place. */
    void killAndAwaitRestart(String name) {
        long pid = pid(name);
        kill9(name);
        awaitRestart(name, pid);
    }

    /**
     * Kills the Temporal server and waits until it has been started again on its database file. The in-process server has
     * none: there, nothing is done.
     */
    void killOwnTemporal() {
        if (!stack().path("plan").path("temporal").path("kind").asText().equals("DEV_SERVER")) {
            System.out.println("laptop: Temporal is left alive, for the in-process server forgets everything");
            return;
        }
        long pid = pid("temporal");
        kill9("temporal");
        Instant deadline = Instant.now().plus(Duration.ofMinutes(1));
        while (pid("temporal") == pid
                || !process("temporal").path("phase").asText().equals("READY")) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("Temporal was not started again: " + process("temporal"));
            }
            pause();
        }
    }

    /** Waits until another process than {@code pid} answers under that name. */
    void awaitRestart(String name, long pid) {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(3));
        while (Instant.now().isBefore(deadline)) {
            long now = pid(name);
            if (now != 0 && now != pid && answers(name)) {
                return;
            }
            pause();
        }
        throw new IllegalStateException(name + " was not started again: " + process(name));
    }

    long pid(String name) {
        return process(name).path("process").path("pid").asLong();
    }

    private boolean answers(String name) {
        try {
            return get(process(name).path("address").asText() + "/q/health/ready")
                            .statusCode()
                    == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    HttpResponse<String> get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).GET());
    }

    HttpResponse<String> post(String url, String json) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.timeout(Duration.ofSeconds(60)).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String address(String name) {
        return process(name).path("address").asText();
    }

    /** The run as the api shows it; a missing node while the api does not answer. */
    JsonNode run(String run) {
        try {
            HttpResponse<String> response = get(address("api") + "/runs/" + run);
            return response.statusCode() == 200 ? JSON.readTree(response.body()) : JSON.missingNode();
        } catch (UncheckedIOException e) {
            return JSON.missingNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the run is as described. */
    JsonNode await(String run, String what, Predicate<JsonNode> described) {
        Instant deadline = Instant.now().plus(PATIENCE);
        JsonNode seen = JSON.missingNode();
        while (Instant.now().isBefore(deadline)) {
            JsonNode now = run(run);
            if (!now.isMissingNode()) {
                seen = now;
                if (described.test(seen)) {
                    return seen;
                }
                if (!seen.path("endedAt").isNull() && !seen.path("endedAt").isMissingNode()) {
                    throw new IllegalStateException("run " + run + " ended before: " + what + "; it is " + seen);
                }
            }
            pause();
        }
        throw new IllegalStateException("run " + run + " never came to: " + what + "; it is " + seen);
    }

    JsonNode awaitEnd(String run) {
        return await(
                run,
                "its end",
                view -> !view.path("endedAt").isNull() && !view.path("endedAt").isMissingNode());
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        residency("down");
    }
}
