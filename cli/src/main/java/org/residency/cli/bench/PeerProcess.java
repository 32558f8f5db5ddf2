package org.residency.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.residency.cli.exit.CommandException;

/** A script of {@code bench/peers}, which does one round for each line it is given and answers with one JSON line. */
final class PeerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;
    private final String name;
    private final Path log;

    /** Starts the script and waits until it is warm. */
    PeerProcess(String python, List<String> call, Path log) {
        this.log = log;
        List<String> command = new ArrayList<>(List.of(python));
        command.addAll(call);
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("TRL_EXPERIMENTAL_SILENCE", "1");
            process = builder.start();
        } catch (IOException e) {
            throw CommandException.badInput("--python: '" + python
                    + "' cannot be started; give a Python that has the packages of requirements.txt");
        }
        answers = process.inputReader(StandardCharsets.UTF_8);
        orders = process.outputWriter(StandardCharsets.UTF_8);
        name = answer().get("peer").asText();
    }

    String name() {
        return name;
    }

    /** One round: its {@code seconds}, and what else the script says of it. */
    JsonNode round() {
        try {
            orders.write("go\n");
            orders.flush();
            return answer();
        } catch (IOException e) {
            throw CommandException.fault("the peer ended in between; its last words are in " + log, e);
        }
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
