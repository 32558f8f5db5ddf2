package org.residency.activities.deidentification;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.residency.artifacts.Shard;

/**
 * @param replacedByClass class of identifier to how many were replaced
 */
public record DeidentifiedShard(Shard shard, Map<String, Integer> replacedByClass) {

    public DeidentifiedShard {
        Objects.requireNonNull(shard, "shard");
        replacedByClass = new TreeMap<>(replacedByClass);
    }
}
