package org.residency.activities.ingest;

import java.util.Map;
import java.util.TreeMap;
import org.residency.artifacts.Split;

/**
 * Where every row went: {@code kept} and the dropped add up to {@code rows}.
 *
 * @param dropped reason to count
 * @param bySplit the kept cases by split
 * @param nearDuplicateClusters groups of two or more kept cases that share a patient or are nearly the same, and so stay
 *     in one split
 */
public record IngestCounts(
        int rows, int kept, Map<String, Integer> dropped, Map<Split, Integer> bySplit, int nearDuplicateClusters) {

    public IngestCounts {
        dropped = new TreeMap<>(dropped);
        bySplit = new TreeMap<>(bySplit);
        int accountedFor =
                kept + dropped.values().stream().mapToInt(Integer::intValue).sum();
        if (rows != accountedFor) {
            throw new IllegalArgumentException("rows: found " + rows + ", but kept and dropped add up to "
                    + accountedFor + "; every row must be accounted for");
        }
    }
}
