package org.residency.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * This machine's Docker engine, used as a person would: by its command.
 *
 * @param compose the words that call compose, which comes as a plugin or as a program of its own
 */
record ContainerEngine(List<String> compose) {

    private static final Duration PATIENCE = Duration.ofMinutes(9);

    /** What a command said. */
    record Said(int exitCode, String output) {}

    /** The engine, if one answers and compose is there. */
    static Optional<ContainerEngine> find() {
        if (!answers(List.of("docker", "info"))) {
            return Optional.empty();
        }
        return List.of(List.of("docker", "compose"), List.of("docker-compose")).stream()
                .filter(words -> answers(with(words, "version")))
                .findFirst()
                .map(ContainerEngine::new);
    }

    boolean has(String image) {
        return run("docker", "image", "inspect", image).exitCode() == 0;
    }

    /** Runs a command; what it said, whether or not it went well. */
    static Said run(String... command) {
        return run(List.of(command));
    }

    static Said run(List<String> command) {
        Path output = null;
        try {
            output = Files.createTempFile("command", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " did not end");
            }
            return new Said(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            if (output != null) {
                output.toFile().delete();
            }
        }
    }

    /** Runs a command that must go well. */
    static String must(List<String> command) {
        Said said = run(command);
        if (said.exitCode() != 0) {
            throw new AssertionError(
                    String.join(" ", command) + " ended with " + said.exitCode() + ":\n" + said.output());
        }
        return said.output();
    }

    static List<String> with(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all;
    }

    private static boolean answers(List<String> command) {
        try {
            return run(command).exitCode() == 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
