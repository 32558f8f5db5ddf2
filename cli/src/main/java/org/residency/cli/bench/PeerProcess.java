package org.residency.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.residency.cli.exit.CommandException;

/**
 * A process that does one piece of work for each line it is given and answers with one JSON line: a script of {@code bench/peers},
 * or this command itself.
 */
final class PeerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;
    private final Path log;
    private final List<Double> seconds = new ArrayList<>();
    private String name = "";
    private JsonNode last = JsonNodeFactory.instance.objectNode();

    /** Starts it; {@link #awaitWarm} waits until it can be asked. */
    PeerProcess(List<String> command, Path log) {
        this.log = log;
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("TRL_EXPERIMENTAL_SILENCE", "1");
            process = builder.start();
        } catch (IOException e) {
            throw CommandException.badInput("'" + command.get(0)
                    + "' cannot be started; give --python a Python that has the packages of requirements.txt");
        }
        answers = process.inputReader(StandardCharsets.UTF_8);
        orders = process.outputWriter(StandardCharsets.UTF_8);
    }

    void awaitWarm() {
        name = answer().get("peer").asText();
    }

    String name() {
        return name;
    }

    /** One round. */
    void round() {
        try {
            orders.write("go\n");
            orders.flush();
            last = answer();
            seconds.add(last.path("step").asDouble(last.path("seconds").asDouble()));
        } catch (IOException e) {
            throw CommandException.fault("the peer ended in between; its last words are in " + log, e);
        }
    }

    /** The median of the rounds. */
    double median() {
        return seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElseThrow();
    }

    /** As the last round told it: what was reserved and, in brackets, allocated; empty where it tells nothing. */
    String memory() {
        if (!last.has("reserved")) {
            return "";
        }
        String reserved = gigabytes(last.get("reserved"));
        return last.has("allocated") ? reserved + " (" + gigabytes(last.get("allocated")) + ")" : reserved;
    }

    private static String gigabytes(JsonNode bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes.asDouble() / 1e9);
    }

    private JsonNode answer() {
        try {
            String line = answers.readLine();
            while (line != null && !line.startsWith("{\"peer\"")) {
                line = answers.readLine();
            }
            if (line == null) {
                throw CommandException.fault("the peer ended without an answer; its last words are in " + log);
            }
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
