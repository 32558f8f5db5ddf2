package org.residency.llm.gguf;

import java.util.List;

/**
 * A tensor of a GGUF file.
 *
 * @param shape as Hugging Face has it, rows first; the file turns it round
 * @param rows gives the values, some rows at a time
 */
record GgufTensor(String name, List<Long> shape, BlockFormat format, RowSource rows) {
    /** Where a tensor's values come from. */
    @FunctionalInterface
    interface RowSource {
        /** Fills {@code values} with {@code count} rows from {@code first} on. */
        void read(int first, int count, float[] values);
    }

    GgufTensor {
        shape = List.copyOf(shape);
    }

    int columns() {
        return Math.toIntExact(shape.get(shape.size() - 1));
    }

    int rowCount() {
        return shape.size() == 1 ? 1 : Math.toIntExact(shape.get(0));
    }

    long byteCount() {
        return format.bytes((long) rowCount() * columns());
    }
}
