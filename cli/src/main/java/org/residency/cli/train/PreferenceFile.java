package org.residency.cli.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.residency.cli.exit.CommandException;

/**
 * Preferences, one JSON object a line: {@code prompt}, a case; {@code chosen}, such as a clinician's edit; {@code rejected},
 * such as the draft before it.
 *
 * @param unedited lines left out because both completions are the same
 */
record PreferenceFile(List<Line> lines, int unedited) {
    /** One line's texts, stripped. */
    record Line(String prompt, String chosen, String rejected) {}

    PreferenceFile {
        lines = List.copyOf(lines);
    }

    static PreferenceFile read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw CommandException.badInput("data: found nothing at " + file + ", expected a file of JSON lines");
        }
        List<Line> lines = new ArrayList<>();
        int unedited = 0;
        JsonMapper json = new JsonMapper();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            int number = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                number++;
                if (text.isBlank()) {
                    continue;
                }
                Line line = line(json, file, number, text);
                if (line.chosen().equals(line.rejected())) {
                    unedited++;
                } else {
                    lines.add(line);
                }
            }
        } catch (CharacterCodingException e) {
            throw CommandException.badInput("data: " + file + " is not text in UTF-8; save it as such", e);
        }
        if (lines.isEmpty()) {
            throw CommandException.badInput("data: " + file + " holds no pair that differs (" + unedited
                    + " are alike), expected prompt, chosen and rejected a line");
        }
        return new PreferenceFile(lines, unedited);
    }

    private static Line line(JsonMapper json, Path file, int number, String text) {
        JsonNode node;
        try {
            node = json.readTree(text);
        } catch (JsonProcessingException e) {
            // The parser's own words would quote the line.
            throw wrong(file, number, "text that is no JSON");
        }
        return new Line(
                field(node, "prompt", file, number),
                field(node, "chosen", file, number),
                field(node, "rejected", file, number));
    }

    private static String field(JsonNode node, String name, Path file, int number) {
        JsonNode value = node.path(name);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw wrong(file, number, value.isMissingNode() ? "no " + name : name + " without text");
        }
        return value.asText().strip();
    }

    private static CommandException wrong(Path file, int number, String found) {
        return CommandException.badInput("data: " + file + ", line " + number + ": found " + found
                + "; expected {\"prompt\": \"...\", \"chosen\": \"...\", \"rejected\": \"...\"}");
    }
}
