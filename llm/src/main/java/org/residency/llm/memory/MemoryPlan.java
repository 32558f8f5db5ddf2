package org.residency.llm.memory;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What will be needed at the moment when most is needed, part by part, in bytes. The process itself (its code, and a GPU's
 * context) comes on top.
 */
public record MemoryPlan(Map<MemoryPart, Long> parts) {
    public MemoryPlan {
        parts = Map.copyOf(parts);
        parts.forEach((part, bytes) -> {
            if (bytes < 0) {
                throw new IllegalArgumentException(part.title() + " is " + bytes + " bytes, must be 0 or more");
            }
        });
    }

    public long bytes(MemoryPart part) {
        return parts.getOrDefault(part, 0L);
    }

    public long total() {
        return parts.values().stream().mapToLong(Long::longValue).sum();
    }

    public MemoryPart largest() {
        return Arrays.stream(MemoryPart.values())
                .max(Comparator.comparingLong(this::bytes))
                .orElseThrow();
    }

    /** The same without what is in memory already. */
    public MemoryPlan without(MemoryPart part) {
        Map<MemoryPart, Long> rest = new EnumMap<>(MemoryPart.class);
        rest.putAll(parts);
        rest.remove(part);
        return new MemoryPlan(rest);
    }

    /** The same with more of a part. */
    public MemoryPlan plus(MemoryPart part, long bytes) {
        Map<MemoryPart, Long> more = new EnumMap<>(MemoryPart.class);
        more.putAll(parts);
        more.merge(part, bytes, Long::sum);
        return new MemoryPlan(more);
    }

    /** In one line: {@code 12.3 GB (weights 8.1 GB, activations 3.9 GB, ...)}, the largest first. */
    public String describe() {
        return gigabytes(total()) + " ("
                + Arrays.stream(MemoryPart.values())
                        .filter(part -> bytes(part) > 0)
                        .sorted(Comparator.comparingLong(this::bytes).reversed())
                        .map(part -> part.title() + " " + gigabytes(bytes(part)))
                        .collect(Collectors.joining(", "))
                + ")";
    }

    /** Billions of bytes, and of less millions. */
    public static String gigabytes(long bytes) {
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
