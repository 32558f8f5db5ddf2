package org.residency.worker.cpu.deidentification;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.residency.activities.Progress;
import org.residency.activities.Stage;
import org.residency.artifacts.ArtifactRef;

/**
 * The heartbeat of a shard that is de-identified: a {@link Progress}, and for the next attempt the parts that lie in the
 * store already.
 *
 * @param done raw cases, in their order, that are in the parts or in this attempt's memory
 * @param parts in the order of the raw cases, from the first one without a gap
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ShardBeat(
        Stage stage, String unit, long done, long total, Map<String, Double> values, List<ShardBeat.Part> parts) {

    /**
     * De-identified cases in the store.
     *
     * @param end the first raw case that is not in it
     * @param maker digest of raw shard, policy, key and code version: another maker's part is of no use
     * @param replacedByClass what was replaced in it
     */
    record Part(ArtifactRef ref, int end, String maker, Map<String, Integer> replacedByClass) {
        Part {
            replacedByClass = new TreeMap<>(replacedByClass);
        }
    }

    ShardBeat {
        values = values == null ? Map.of() : values;
        parts = parts == null ? List.of() : List.copyOf(parts);
    }

    static ShardBeat of(long done, long total, List<Part> parts) {
        return new ShardBeat(Stage.DEIDENTIFICATION, "cases", done, total, Map.of(), parts);
    }
}
