package org.residency.clinic;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The conditions of {@code conditions.json}, in the file's order. */
record ConditionCatalog(List<Cue> commonCues, List<Condition> conditions) {
    ConditionCatalog {
        commonCues = List.copyOf(commonCues);
        conditions = List.copyOf(conditions);
    }

    static ConditionCatalog load() {
        return Resources.json("conditions.json", new TypeReference<ConditionCatalog>() {});
    }

    Map<String, Cue> commonByName() {
        return commonCues.stream().collect(Collectors.toUnmodifiableMap(Cue::name, Function.identity()));
    }
}
