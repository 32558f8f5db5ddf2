package org.residency.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A script of {@code bench/peers}, which does one round for each line it is given and answers with one JSON line. */
final class PeerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;
    private final String name;

    /** Starts the script and waits until it is warm. */
    PeerProcess(String python, Path script, List<String> arguments, Path log) {
        List<String> command = new ArrayList<>(List.of(python, script.toString()));
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.redirectError(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
            builder.environment().put("TRL_EXPERIMENTAL_SILENCE", "1");
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + python + "; name another with --python", e);
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
            throw new UncheckedIOException("the peer ended", e);
        }
    }

    private JsonNode answer() {
        try {
            String line = answers.readLine();
            while (line != null && !line.startsWith("{\"peer\"")) {
                line = answers.readLine();
            }
            if (line == null) {
                throw new IOException("the peer ended without an answer; its words are in the log");
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
