package org.residency.activities;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How far an activity is: the first heartbeat detail of every activity, and what a person sees of it. The detail may hold
 * more, such as a checkpoint for the next attempt; whoever looks on leaves that alone.
 *
 * @param unit what is counted, in the plural: {@code steps}, {@code cases}, {@code bytes}
 * @param done how many are done
 * @param total how many there are; 0 if not known
 * @param values what is measured on the way, for example {@code loss}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Progress(Stage stage, String unit, long done, long total, Map<String, Double> values) {

    public Progress {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(unit, "unit");
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    public static Progress of(Stage stage, String unit, long done, long total) {
        return new Progress(stage, unit, done, total, Map.of());
    }
}
