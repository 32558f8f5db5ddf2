package org.residency.llm.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small JSON files of a model folder, read with errors that name the file and line, written with a stable order. */
public final class JsonFile {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** Far above the largest tokenizer there is (some 40 MB). */
    private static final long MOST_BYTES = 256_000_000;

    private JsonFile() {}

    /**
     * Reads a JSON object.
     *
     * @throws ModelFormatException where the file is missing, is not JSON, or holds no object
     */
    public static JsonNode read(Path file) {
        return read(file, JsonNode.class);
    }

    /** Reads a JSON object as a record. */
    public static <T> T read(Path file, Class<T> type) {
        if (!Files.isRegularFile(file)) {
            throw new ModelFormatException(file, "no such file", "a JSON file", "check that the folder is whole");
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new ModelFormatException(
                        file,
                        Files.size(file) + " bytes",
                        "at most " + MOST_BYTES,
                        "copy the file again from its source");
            }
            JsonNode node = MAPPER.readTree(file.toFile());
            if (node == null || !node.isObject()) {
                throw new ModelFormatException(
                        file,
                        node == null || node.isMissingNode() ? "an empty file" : "JSON that is no object",
                        "a JSON object",
                        "copy the file again from its source");
            }
            return MAPPER.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new ModelFormatException(
                    file,
                    "text that does not read" + place + " (" + e.getOriginalMessage() + ")",
                    "valid JSON for this file",
                    "repair the file or copy it again from its source",
                    e);
        } catch (CharConversionException e) {
            throw new ModelFormatException(
                    file, "bytes that are no text", "JSON in UTF-8", "copy the file again from its source", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** @throws ModelFormatException where the field is missing, or no whole number of 32 bits */
    public static int integer(Path file, JsonNode json, String field) {
        JsonNode node = json.path(field);
        if (!node.isInt()) {
            throw wrong(file, field, node, "a whole number");
        }
        return node.asInt();
    }

    /**
     * A number, or what it is where the field is missing or null.
     *
     * @throws ModelFormatException where the field is something else
     */
    public static double number(Path file, JsonNode json, String field, double otherwise) {
        if (!json.hasNonNull(field)) {
            return otherwise;
        }
        double value = json.get(field).isNumber() ? json.get(field).asDouble() : Double.NaN;
        if (!Double.isFinite(value)) {
            throw wrong(file, field, json.get(field), "a number");
        }
        return value;
    }

    private static ModelFormatException wrong(Path file, String field, JsonNode found, String expected) {
        return new ModelFormatException(
                file,
                field + " " + (found.isMissingNode() ? "missing" : shortened(found)),
                expected,
                "repair the file or copy it again from its source");
    }

    private static String shortened(JsonNode found) {
        String text = found.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    public static void write(Path file, Object value) {
        try {
            Files.writeString(
                    file,
                    MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n",
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
