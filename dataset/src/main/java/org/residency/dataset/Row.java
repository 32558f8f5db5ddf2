package org.residency.dataset;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One row of a source file, before its columns mean anything.
 *
 * @param position where it stands, as a person would look for it: {@code line 12} or {@code element 12}
 * @param values text by column name, in the file's order; a null is the empty text
 */
public record Row(String position, Map<String, String> values) {
    public Row {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
