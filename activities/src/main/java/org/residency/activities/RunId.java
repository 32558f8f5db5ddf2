package org.residency.activities;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Names one retraining, from request to deployment or refusal; also its workflow id. Letters, digits and dashes only: it
 * stands in logs, search attributes and store keys, so it must never be made from anything a patient is known by.
 */
public record RunId(@JsonValue String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RunId {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("run: found '" + value
                    + "', expected 1 to 63 lower-case letters, digits and dashes, a letter or digit first");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
