package org.residency.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Rows of one JSON value: the elements of an array, or the fields of an object, whose names become column {@code id}. */
final class JsonRows implements Rows {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final JsonParser parser;
    private final JsonToken end;
    private long number;

    private JsonRows(Path file, JsonToken start, JsonToken end) throws IOException {
        this.file = file;
        this.end = end;
        this.parser = JSON.createParser(new StrictUtf8Reader(file));
        JsonToken first = advance();
        if (first != start) {
            throw brokenHere("expected " + (start == JsonToken.START_ARRAY ? "a JSON array" : "a JSON object"));
        }
    }

    static Rows ofArray(Path file) throws IOException {
        return new JsonRows(file, JsonToken.START_ARRAY, JsonToken.END_ARRAY);
    }

    static Rows ofObject(Path file) throws IOException {
        return new JsonRows(file, JsonToken.START_OBJECT, JsonToken.END_OBJECT);
    }

    /** Whether the first field of the file's first object is an object in turn, so that the fields are the rows. */
    static boolean isObjectOfObjects(Path file) throws IOException {
        try (JsonParser parser = JSON.createParser(new StrictUtf8Reader(file))) {
            return parser.nextToken() == JsonToken.START_OBJECT
                    && parser.nextToken() == JsonToken.FIELD_NAME
                    && parser.nextToken() == JsonToken.START_OBJECT;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    @Override
    public Optional<Row> next() throws IOException {
        JsonToken token = advance();
        if (token == end) {
            if (advance() != null) {
                throw brokenHere("expected the end of the file after the last row");
            }
            return Optional.empty();
        }
        String id = null;
        if (token == JsonToken.FIELD_NAME) {
            id = parser.currentName();
            token = advance();
        }
        number++;
        if (token != JsonToken.START_OBJECT) {
            throw brokenHere("row " + number + " is not a JSON object");
        }
        JsonNode row;
        try {
            row = parser.readValueAsTree();
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
        return Optional.of(new Row("row " + number, JsonValues.flatten(Optional.ofNullable(id), row)));
    }

    private JsonToken advance() throws IOException {
        try {
            return parser.nextToken();
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    private InvalidDatasetException broken(JsonProcessingException e) {
        String line = e.getLocation() == null
                ? "at the end"
                : "line " + e.getLocation().getLineNr();
        return new InvalidDatasetException(file, line, JsonValues.BROKEN);
    }

    private InvalidDatasetException brokenHere(String problem) {
        return new InvalidDatasetException(
                file, "line " + parser.currentLocation().getLineNr(), problem);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
