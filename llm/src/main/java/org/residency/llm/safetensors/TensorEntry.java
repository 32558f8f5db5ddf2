package org.residency.llm.safetensors;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a tensor lies.
 *
 * @param begin first byte, counted from the end of the header
 * @param end the byte after the last
 */
public record TensorEntry(Path file, String name, ElementType type, List<Long> shape, long begin, long end) {
    public TensorEntry {
        shape = List.copyOf(shape);
    }

    public long byteCount() {
        return end - begin;
    }
}
