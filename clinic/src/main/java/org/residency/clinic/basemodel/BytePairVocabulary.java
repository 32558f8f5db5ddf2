package org.residency.clinic.basemodel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A learnt vocabulary.
 *
 * @param ids every token, the special ones first, to its id
 * @param merges {@code left right}, in the order in which they apply
 */
public record BytePairVocabulary(Map<String, Integer> ids, List<String> merges) {
    public BytePairVocabulary {
        ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
        merges = List.copyOf(merges);
    }
}
