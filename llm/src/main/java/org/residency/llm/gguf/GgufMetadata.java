package org.residency.llm.gguf;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The key-value pairs at the head of a GGUF file, in the order in which they are put. Numbers are little-endian, text is UTF-8
 * behind its length in 64 bits, and each value stands behind the number of its kind.
 */
final class GgufMetadata {
    private static final int WHOLE = 4;
    private static final int SIGNED = 5;
    private static final int REAL = 6;
    private static final int TRUTH = 7;
    private static final int TEXT = 8;
    private static final int LIST = 9;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private int count;

    int count() {
        return count;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    GgufMetadata put(String key, int value) {
        return put(key, WHOLE, () -> whole(value));
    }

    GgufMetadata put(String key, double value) {
        return put(key, REAL, () -> whole(Float.floatToIntBits((float) value)));
    }

    GgufMetadata put(String key, boolean value) {
        return put(key, TRUTH, () -> out.writeByte(value ? 1 : 0));
    }

    GgufMetadata put(String key, String value) {
        return put(key, TEXT, () -> text(value));
    }

    GgufMetadata putTexts(String key, List<String> values) {
        return put(key, LIST, () -> {
            whole(TEXT);
            length(values.size());
            for (String value : values) {
                text(value);
            }
        });
    }

    GgufMetadata putNumbers(String key, List<Integer> values) {
        return put(key, LIST, () -> {
            whole(SIGNED);
            length(values.size());
            for (int value : values) {
                whole(value);
            }
        });
    }

    private GgufMetadata put(String key, int kind, Writing value) {
        try {
            text(key);
            whole(kind);
            value.write();
            count++;
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
    }

    private void text(String value) throws IOException {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        length(utf8.length);
        out.write(utf8);
    }

    private void whole(int value) throws IOException {
        out.writeInt(Integer.reverseBytes(value));
    }

    private void length(long value) throws IOException {
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }
}
