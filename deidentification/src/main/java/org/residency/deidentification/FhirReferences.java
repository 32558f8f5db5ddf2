package org.residency.deidentification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts pseudonyms in the place of patients' ids, in the patients themselves and wherever something refers to them. */
final class FhirReferences {
    private static final String PATIENT = "Patient/";

    /** By the id alone, without {@code Patient/}. */
    private final Map<String, String> pseudonyms = new HashMap<>();

    FhirReferences(Map<String, String> pseudonymByReference) {
        pseudonymByReference.forEach((reference, name) -> pseudonyms.put(reference.substring(PATIENT.length()), name));
    }

    void replaceIn(JsonNode node) {
        if (node instanceof ArrayNode array) {
            array.forEach(this::replaceIn);
        } else if (node instanceof ObjectNode object) {
            if (object.path("resourceType").asText().equals("Patient")) {
                set(object, "id", pseudonyms.get(object.path("id").asText()));
            }
            for (String field : List.of("reference", "fullUrl")) {
                set(object, field, replaced(object.path(field)));
            }
            object.forEach(this::replaceIn);
        }
    }

    private String replaced(JsonNode value) {
        if (!value.isTextual()) {
            return null;
        }
        String text = value.asText();
        int at = text.lastIndexOf(PATIENT);
        int from = at >= 0 ? at + PATIENT.length() : text.startsWith("urn:uuid:") ? "urn:uuid:".length() : -1;
        if (from < 0) {
            return null;
        }
        int end = text.indexOf('/', from) < 0 ? text.length() : text.indexOf('/', from);
        String name = pseudonyms.get(text.substring(from, end));
        return name == null ? null : text.substring(0, from) + name + text.substring(end);
    }

    private static void set(ObjectNode object, String field, String value) {
        if (value != null) {
            object.set(field, TextNode.valueOf(value));
        }
    }
}
