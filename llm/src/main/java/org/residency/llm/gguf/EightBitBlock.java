package org.residency.llm.gguf;

import java.nio.ByteBuffer;
import org.residency.llm.safetensors.HalfFloat;

/** Q8_0: {@code x = d q} with d the largest magnitude of 32 values divided by 127. */
final class EightBitBlock {
    private static final int VALUES = 32;

    private EightBitBlock() {}

    static void pack(float[] values, int at, ByteBuffer out) {
        float largest = 0;
        for (int i = at; i < at + VALUES; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        float scale = largest / 127;
        float inverse = scale == 0 ? 0 : 1 / scale;
        out.putShort(HalfFloat.of(scale));
        for (int i = at; i < at + VALUES; i++) {
            out.put((byte) Math.round(values[i] * inverse));
        }
    }
}
