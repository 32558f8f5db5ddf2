package org.residency.workflows;

import java.lang.reflect.RecordComponent;
import java.util.SortedMap;
import java.util.TreeMap;

/** A settings record as names and values, the form in which a manifest keeps it. */
final class FlatSettings {

    private FlatSettings() {}

    /** Every component of {@code settings} by its name as users write it, for example {@code sft.maxSteps}. */
    static SortedMap<String, String> of(String stage, Record settings) {
        SortedMap<String, String> flat = new TreeMap<>();
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            flat.put(stage + "." + component.getName(), String.valueOf(valueOf(component, settings)));
        }
        return flat;
    }

    private static Object valueOf(RecordComponent component, Record settings) {
        try {
            return component.getAccessor().invoke(settings);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A settings record must be public with public accessors: " + component, e);
        }
    }
}
