package org.residency.llm.gguf;

import java.nio.ByteBuffer;
import org.residency.llm.safetensors.HalfFloat;

/**
 * How numbers lie in a GGUF file: so many values a block, so many bytes a block. Numbers and layouts are those of ggml's
 * type table.
 */
enum BlockFormat {
    F32(0, 1, 4),
    F16(1, 1, 2),
    /** A scale in half precision and 32 signed bytes. */
    Q8_0(8, 32, 34),
    /** 256 values of 4 bits, each 32 with a scale and a minimum of 6 bits. */
    Q4_K(12, 256, 144),
    /** 256 values of 6 bits, each 16 with a scale of 8 bits. */
    Q6_K(14, 256, 210);

    private final int code;
    private final int valueCount;
    private final int byteCount;

    BlockFormat(int code, int valueCount, int byteCount) {
        this.code = code;
        this.valueCount = valueCount;
        this.byteCount = byteCount;
    }

    /** As ggml numbers its types. */
    int code() {
        return code;
    }

    boolean fits(long columns) {
        return columns % valueCount == 0;
    }

    /** Bytes of so many values, which make whole blocks. */
    long bytes(long values) {
        return values / valueCount * byteCount;
    }

    /** Packs {@code count} values from {@code from} on, which make whole blocks. */
    void pack(float[] values, int from, int count, ByteBuffer out) {
        for (int at = from; at < from + count; at += valueCount) {
            switch (this) {
                case F32 -> out.putFloat(values[at]);
                case F16 -> out.putShort(HalfFloat.of(values[at]));
                case Q8_0 -> EightBitBlock.pack(values, at, out);
                case Q4_K -> FourBitBlock.pack(values, at, out);
                case Q6_K -> SixBitBlock.pack(values, at, out);
            }
        }
    }
}
