package org.residency.deidentification.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.residency.deidentification.InvalidFileException;

/** Objects of JSON, one a line or in one array; fields that hold no text keep their values. */
final class JsonNoteFormat implements NoteFormat {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final ObjectMapper ELEMENTS = new ObjectMapper();

    private final Path file;
    private final BufferedReader in;
    private final Writer out;
    private final List<String> fields;
    private final Optional<String> patientField;
    private final boolean array;
    private JsonParser parser;
    private long line;
    private long row;
    private boolean wrote;

    private JsonNoteFormat(
            Path file,
            BufferedReader in,
            Writer out,
            List<String> fields,
            Optional<String> patientField,
            boolean array) {
        this.file = file;
        this.in = in;
        this.out = out;
        this.fields = fields;
        this.patientField = patientField;
        this.array = array;
    }

    static NoteFormat lines(
            Path file, BufferedReader in, Writer out, List<String> fields, Optional<String> patientField) {
        return new JsonNoteFormat(file, in, out, fields, patientField, false);
    }

    static NoteFormat array(
            Path file, BufferedReader in, Writer out, List<String> fields, Optional<String> patientField) {
        return new JsonNoteFormat(file, in, out, fields, patientField, true);
    }

    @Override
    public Optional<NoteRecord> next() throws IOException {
        JsonNode node = array ? nextElement() : nextLine();
        if (node == null) {
            return Optional.empty();
        }
        row++;
        String id = "row " + row;
        if (!(node instanceof ObjectNode object)) {
            throw new InvalidFileException(file, array ? id : "line " + line, "not a JSON object, expected one a row");
        }
        Optional<String> patientKey =
                patientField.map(field -> required(object, field, id).asText());
        return Optional.of(NoteRecord.of(id, texts(object, id), patientKey, object));
    }

    private JsonNode nextLine() throws IOException {
        String text = in.readLine();
        line++;
        while (text != null && text.isBlank()) {
            text = in.readLine();
            line++;
        }
        if (text == null) {
            return null;
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw broken(line);
        }
    }

    private JsonNode nextElement() throws IOException {
        try {
            if (parser == null) {
                parser = ELEMENTS.getFactory().createParser(in);
                if (parser.nextToken() != JsonToken.START_ARRAY) {
                    throw new InvalidFileException(
                            file, "line 1", "not a JSON array of objects; give rows as an array or as .jsonl");
                }
            }
            return parser.nextToken() == JsonToken.END_ARRAY ? null : ELEMENTS.readTree(parser);
        } catch (JsonProcessingException e) {
            throw broken(e.getLocation() == null ? 1 : e.getLocation().getLineNr());
        }
    }

    private InvalidFileException broken(long at) {
        return new InvalidFileException(file, "line " + at, "broken JSON; mend the file at this place");
    }

    private Map<String, String> texts(ObjectNode object, String id) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (fields.isEmpty()) {
            object.fields().forEachRemaining(field -> {
                if (field.getValue().isTextual() && !patientField.equals(Optional.of(field.getKey()))) {
                    texts.put(field.getKey(), field.getValue().asText());
                }
            });
        } else {
            fields.forEach(field -> texts.put(field, required(object, field, id).asText()));
        }
        return texts;
    }

    private JsonNode required(ObjectNode object, String field, String id) {
        JsonNode value = object.get(field);
        if (value == null
                || !value.isValueNode()
                || value.isNull()
                || value.asText().isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            throw new InvalidFileException(
                    file,
                    id + ", field " + field,
                    "missing or not a text; the row's fields are " + String.join(", ", names));
        }
        return value;
    }

    @Override
    public void write(NoteRecord record, Map<String, String> replaced, Optional<String> pseudonym) throws IOException {
        ObjectNode object = (ObjectNode) record.row();
        replaced.forEach(object::put);
        pseudonym.ifPresent(name -> object.put(patientField.orElseThrow(), name));
        if (array) {
            out.write(wrote ? ",\n" : "[\n");
        }
        wrote = true;
        out.write(object.toString());
        if (!array) {
            out.write('\n');
        }
    }

    @Override
    public void finish() throws IOException {
        if (array) {
            out.write(wrote ? "\n]\n" : "[]\n");
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        in.close();
        out.close();
    }
}
