package org.residency.workflows;

import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps a run's search attributes up to date, where it was started with them. */
final class RunIndex {

    private final boolean known;
    private final Map<SearchAttributeKey<?>, Object> shown = new HashMap<>();
    private final List<SearchAttributeUpdate<?>> changes = new ArrayList<>();

    RunIndex() {
        SearchAttributes started = Workflow.getTypedSearchAttributes();
        known = RunAttributes.all().stream().allMatch(started::containsKey);
        if (known) {
            RunAttributes.all().forEach(key -> shown.put(key, started.get(key)));
        }
    }

    /** Notes an attribute; nothing is to be sent if it has that value already, or if the server may not know it. */
    <T> void note(SearchAttributeKey<T> key, T value) {
        if (known && !value.equals(shown.put(key, value))) {
            changes.add(key.valueSet(value));
        }
    }

    /** Sends what was noted; together, for the server writes its index for each thing that is sent. */
    void send() {
        if (changes.isEmpty()) {
            return;
        }
        if (OnTheSpot.isWanted()) {
            Workflow.upsertTypedSearchAttributes(changes.toArray(SearchAttributeUpdate[]::new));
        } else {
            changes.forEach(Workflow::upsertTypedSearchAttributes);
        }
        changes.clear();
    }
}
