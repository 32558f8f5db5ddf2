package org.residency.dataset;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of the rows of a file: each is kept, or dropped for one reason.
 *
 * @param read rows in the file
 * @param kept rows that became cases
 * @param dropped rows by the reason for which they did not; every reason is listed
 */
public record RowCounts(long read, long kept, Map<DropReason, Long> dropped) {
    public RowCounts {
        Map<DropReason, Long> every = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            every.put(reason, dropped.getOrDefault(reason, 0L));
        }
        dropped = Collections.unmodifiableMap(every);
        long total = kept + dropped.values().stream().mapToLong(Long::longValue).sum();
        if (total != read) {
            throw new IllegalArgumentException("kept and dropped rows add up to " + total + ", expected " + read);
        }
    }
}
