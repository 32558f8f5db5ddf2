package org.residency.llm.safetensors;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** A tensor for {@link SafetensorsWriter}; its little-endian bytes are asked for when it is its turn. */
public record TensorToWrite(String name, ElementType type, List<Long> shape, Supplier<ByteBuffer> bytes) {
    public TensorToWrite {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(bytes, "bytes");
        shape = List.copyOf(shape);
    }

    long byteCount() {
        return shape.stream().reduce(1L, Math::multiplyExact) * type.byteCount();
    }
}
