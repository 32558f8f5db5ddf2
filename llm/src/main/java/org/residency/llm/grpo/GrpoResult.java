package org.residency.llm.grpo;

import java.nio.file.Path;
import java.util.Objects;

/**
 * How an update ended.
 *
 * @param folder adapter and optimizer state after it: the start of the next round, or, where drained, of the rest
 * @param drained true where the listener asked to stop before the last step
 */
public record GrpoResult(Path folder, GrpoMetrics metrics, boolean drained) {
    public GrpoResult {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(metrics, "metrics");
    }
}
