package org.residency.workflows;

import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Workflow;
import java.util.HashMap;
import java.util.Map;

/** Keeps a run's search attributes up to date, where it was started with them. */
final class RunIndex {

    private final boolean known;
    private final Map<SearchAttributeKey<?>, Object> shown = new HashMap<>();

    RunIndex() {
        SearchAttributes started = Workflow.getTypedSearchAttributes();
        known = RunAttributes.all().stream().allMatch(started::containsKey);
        if (known) {
            RunAttributes.all().forEach(key -> shown.put(key, started.get(key)));
        }
    }

    /** Sets an attribute; nothing is sent if it has that value already, or if the server may not know it. */
    <T> void show(SearchAttributeKey<T> key, T value) {
        if (known && !value.equals(shown.put(key, value))) {
            Workflow.upsertTypedSearchAttributes(key.valueSet(value));
        }
    }
}
