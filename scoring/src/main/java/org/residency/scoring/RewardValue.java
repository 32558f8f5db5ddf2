package org.residency.scoring;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The reward of one completion and what it is made of.
 *
 * @param total the weighted sum of the parts
 * @param parts each part by name, before its weight, in the order of the sum
 */
public record RewardValue(double total, Map<String, Double> parts) {
    public RewardValue {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }
}
