package org.residency.workflows;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.activities.Stage;
import org.residency.activities.provenance.StageWork;
import org.residency.artifacts.ArtifactRef;

/**
 * What a stage, or one of its parts, is about to do: with the same inputs and settings it comes to the same.
 *
 * @param part which part of the stage; empty for all of it
 * @param type the record that it comes to
 */
record Work<T>(
        Stage stage,
        String part,
        SortedMap<String, ArtifactRef> inputs,
        SortedMap<String, String> settings,
        Class<T> type) {

    /** All that a stage does. */
    static <T> Work<T> of(
            Stage stage, Map<String, ArtifactRef> inputs, SortedMap<String, String> settings, Class<T> type) {
        return new Work<>(stage, "", new TreeMap<>(inputs), settings, type);
    }

    StageWork asked() {
        return new StageWork(stage, inputs, settings);
    }
}
