package org.residency.llm.layers;

import java.util.HashSet;
import java.util.Set;
import org.residency.llm.training.PackedRow;

/**
 * Rows whose sequences are all of one length and came before in that number and length. cuDNN's attention, nearly twice as fast
 * there as the flash kernel that takes any lengths, plans its work for every new shape for longer than a single pass gains.
 */
final class RecurringShapes {
    private static final int MOST = 1000;

    private final Set<Long> seen = new HashSet<>();
    private boolean refused;

    /** How many sequences the row has, or 0 where it is not one of those. */
    synchronized int sequences(PackedRow row) {
        long[] starts = row.starts().toLongArray();
        int count = starts.length - 1;
        if (refused || row.shared().isPresent() || seen.size() > MOST) {
            return 0;
        }
        for (int s = 1; s < count; s++) {
            if (starts[s + 1] - starts[s] != starts[1]) {
                return 0;
            }
        }
        return seen.add((long) count << 32 | starts[1]) ? 0 : count;
    }

    /** The library has no such attention. */
    synchronized void refuse() {
        refused = true;
    }
}
