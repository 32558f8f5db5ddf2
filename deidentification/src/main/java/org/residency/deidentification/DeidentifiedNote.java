package org.residency.deidentification;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The texts of one note, by field name, without their identifiers. It remembers what was removed, so that the audit can
 * look for it; that is never written anywhere.
 */
public final class DeidentifiedNote {
    private final Map<String, DeidentifiedText> fields;
    private final Set<String> removedValues;

    DeidentifiedNote(Map<String, DeidentifiedText> fields, Set<String> removedValues) {
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        this.removedValues = Collections.unmodifiableSet(removedValues);
    }

    /** Every field that went in, in that order. */
    public Map<String, DeidentifiedText> fields() {
        return fields;
    }

    /** The text of one field. */
    public String text(String field) {
        DeidentifiedText text = fields.get(field);
        if (text == null) {
            throw new IllegalArgumentException("no field " + field + ", expected one of " + fields.keySet());
        }
        return text.text();
    }

    Set<String> removedValues() {
        return removedValues;
    }
}
