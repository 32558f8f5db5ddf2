package org.residency.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Rows of a JSON Lines file; blank lines are passed over. */
final class JsonLineRows implements Rows {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path file;
    private final BufferedReader reader;
    private long lineNumber;

    JsonLineRows(Path file) throws IOException {
        this.file = file;
        this.reader = new BufferedReader(new StrictUtf8Reader(file));
    }

    @Override
    public Optional<Row> next() throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lineNumber++;
            if (!line.isBlank()) {
                return Optional.of(new Row("line " + lineNumber, JsonValues.flatten(Optional.empty(), parse(line))));
            }
        }
        return Optional.empty();
    }

    private JsonNode parse(String line) {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new InvalidDatasetException(file, "line " + lineNumber, JsonValues.BROKEN);
        }
        if (!node.isObject()) {
            throw new InvalidDatasetException(file, "line " + lineNumber, "not a JSON object, expected one a line");
        }
        return node;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
