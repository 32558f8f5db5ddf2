package org.residency.deidentification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Rows of JSON; fields that are not named keep their values, so name all that hold text. */
final class JsonNoteRows implements NoteRows {
    /** How the rows lie in the file. */
    enum Layout {
        /** One object a line. */
        LINES,
        /** One array of objects. */
        ARRAY
    }

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path file;
    private final String text;
    private final List<String> fields;
    private final Optional<String> patientField;
    private final Layout layout;

    JsonNoteRows(Path file, String text, List<String> fields, Optional<String> patientField, Layout layout) {
        this.file = file;
        this.text = text;
        this.fields = fields;
        this.patientField = patientField;
        this.layout = layout;
    }

    @Override
    public DeidentifiedRows deidentify(Deidentifier deidentifier, Auditor auditor) {
        AuditReport report = AuditReport.empty();
        List<ObjectNode> rows = rows();
        for (int i = 0; i < rows.size(); i++) {
            report = report.plus(deidentifyRow(rows.get(i), "row " + (i + 1), deidentifier, auditor));
        }
        return new DeidentifiedRows(written(rows), report);
    }

    private AuditReport deidentifyRow(ObjectNode row, String noteId, Deidentifier deidentifier, Auditor auditor) {
        Optional<String> patientKey =
                patientField.map(field -> required(row, field, noteId).asText());
        Map<String, String> texts = new LinkedHashMap<>();
        if (fields.isEmpty()) {
            row.fields().forEachRemaining(field -> {
                if (field.getValue().isTextual() && !patientField.equals(Optional.of(field.getKey()))) {
                    texts.put(field.getKey(), field.getValue().asText());
                }
            });
        } else {
            fields.forEach(
                    field -> texts.put(field, required(row, field, noteId).asText()));
        }
        DeidentifiedNote note = deidentifier.deidentify(texts, PatientContext.of(patientKey.orElse(noteId)));
        note.fields().forEach((field, result) -> row.put(field, result.text()));
        patientField.ifPresent(field -> row.put(field, deidentifier.pseudonym(patientKey.orElseThrow())));
        return AuditReport.of(note, auditor.audit(noteId, note));
    }

    private JsonNode required(ObjectNode row, String field, String noteId) {
        JsonNode value = row.get(field);
        if (value == null
                || !value.isValueNode()
                || value.isNull()
                || value.asText().isEmpty()) {
            List<String> names = new ArrayList<>();
            row.fieldNames().forEachRemaining(names::add);
            throw new InvalidFileException(
                    file,
                    noteId + ", field " + field,
                    "missing or not a text; the row's fields are " + String.join(", ", names));
        }
        return value;
    }

    private List<ObjectNode> rows() {
        List<ObjectNode> rows = new ArrayList<>();
        if (layout == Layout.ARRAY) {
            JsonNode array = parse(text, 0);
            if (!array.isArray()) {
                throw new InvalidFileException(
                        file, "line 1", "not a JSON array of objects; give rows as an array or as .jsonl");
            }
            array.forEach(element -> rows.add(object(element, "row " + (rows.size() + 1))));
            return rows;
        }
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                rows.add(object(parse(lines.get(i), i), "line " + (i + 1)));
            }
        }
        return rows;
    }

    private JsonNode parse(String json, int linesBefore) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new InvalidFileException(
                    file, "line " + (linesBefore + line), "broken JSON; mend the file at this place");
        }
    }

    private ObjectNode object(JsonNode node, String position) {
        if (!(node instanceof ObjectNode object)) {
            throw new InvalidFileException(file, position, "not a JSON object, expected one a row");
        }
        return object;
    }

    private String written(List<ObjectNode> rows) {
        if (layout == Layout.ARRAY) {
            ArrayNode array = JSON.createArrayNode();
            array.addAll(rows);
            return array.toPrettyString() + "\n";
        }
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        rows.forEach(row -> lines.add(row.toString()));
        return lines.toString();
    }
}
