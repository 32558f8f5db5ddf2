package org.residency.llm.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code namespace()} makes: fields that {@code set} may change from within a loop. */
final class Namespace {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    Namespace(Map<String, Object> start) {
        fields.putAll(start);
    }

    Object get(String name) {
        return fields.containsKey(name) ? fields.get(name) : Undefined.UNDEFINED;
    }

    void set(String name, Object value) {
        fields.put(name, value);
    }
}
