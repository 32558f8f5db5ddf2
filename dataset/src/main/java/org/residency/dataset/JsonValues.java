package org.residency.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Turns a JSON object into columns: nested objects get dotted names, lists of plain values become lines. */
final class JsonValues {
    /** What is said of broken JSON; the parser's own message would quote the file. */
    static final String BROKEN = "broken JSON; mend the file at this place, or write it again";

    private JsonValues() {}

    static Map<String, String> flatten(Optional<String> id, JsonNode object) {
        Map<String, String> columns = new LinkedHashMap<>();
        id.ifPresent(value -> columns.put("id", value));
        addFields("", object, columns);
        return columns;
    }

    private static void addFields(String prefix, JsonNode object, Map<String, String> columns) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                addFields(prefix + field.getKey() + ".", value, columns);
            } else {
                columns.put(prefix + field.getKey(), value.isNull() ? "" : textOf(value));
            }
        }
    }

    private static String textOf(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        StringJoiner lines = new StringJoiner("\n");
        value.forEach(element -> lines.add(element.isValueNode() ? element.asText() : element.toString()));
        return lines.toString();
    }
}
