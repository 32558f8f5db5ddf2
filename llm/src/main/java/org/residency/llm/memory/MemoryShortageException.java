package org.residency.llm.memory;

import java.util.Objects;
import java.util.Optional;

/** There is not the memory that work needs: told before it begins, or met on the way. The process can go on. */
public final class MemoryShortageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final MemoryPart largest;

    private MemoryShortageException(MemoryPart largest, String message, Throwable cause) {
        super(message, cause);
        this.largest = Objects.requireNonNull(largest, "largest");
    }

    /** Refused before anything was allocated. */
    static MemoryShortageException before(MemoryPlan plan, long free, Optional<String> nearest) {
        return new MemoryShortageException(
                plan.largest(),
                "needs %s, of which %s take most; %s are free; %s"
                        .formatted(
                                plan.describe(),
                                plan.largest().title(),
                                MemoryPlan.gigabytes(free),
                                nearest.map(fits -> "what fits: " + fits)
                                        .orElse("no setting fits, so take a smaller base model or a larger device")),
                null);
    }

    /** The engine could not have what it asked for. */
    static MemoryShortageException during(MemoryPlan plan, Throwable cause) {
        return new MemoryShortageException(
                plan.largest(),
                "memory ran out; the work was to need %s, of which %s take most; lower what they depend on, or free memory"
                        .formatted(plan.describe(), plan.largest().title()),
                cause);
    }

    /** What takes most of it. */
    public MemoryPart largest() {
        return largest;
    }
}
