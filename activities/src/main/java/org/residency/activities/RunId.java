package org.residency.activities;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names one retraining, from request to deployment or refusal; also its workflow id. Letters, digits and dashes only: it
 * stands in logs, search attributes and store keys, so it must never be made from anything a patient is known by.
 */
public record RunId(@JsonValue String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RunId {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("run: found '" + value
                    + "', expected 1 to 63 lower-case letters, digits and dashes, a letter or digit first");
        }
    }

    /**
     * A run's id where nobody chose one. The time comes first, so that ids sort as the runs were asked for.
     *
     * @param suffix tells two runs of the same second apart
     */
    public static RunId at(Instant time, String suffix) {
        return new RunId("run-" + TIME.format(time) + "-" + suffix);
    }

    /** The key in the store under which lies what was asked of the run. */
    public String requestKey() {
        return "runs/" + value + "/request.json";
    }

    @Override
    public String toString() {
        return value;
    }
}
