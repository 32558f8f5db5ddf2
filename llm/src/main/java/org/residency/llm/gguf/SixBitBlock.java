package org.residency.llm.gguf;

import java.nio.ByteBuffer;
import org.residency.llm.safetensors.HalfFloat;

/**
 * Q6_K: {@code x = d s q}, q of 6 bits from -32 to 31. Each 16 of the 256 values have their own signed s of 8 bits; d, in half
 * precision, is the block's.
 *
 * <p>Layout: 128 bytes of low nibbles, 64 bytes of high bit pairs, 16 of s, then d. Each half of 128 values has 64 bytes of
 * nibbles and 32 of pairs: byte i of the nibbles holds value i below and 64 + i above, byte i of the pairs those of values i,
 * 32 + i, 64 + i and 96 + i from the low end on.
 */
final class SixBitBlock {
    private static final int VALUES = 256;
    private static final int PART = 16;
    private static final int PARTS = VALUES / PART;
    private static final int HALF = VALUES / 2;
    private static final int OFFSET = 32;
    private static final int TRIALS = 9;

    private SixBitBlock() {}

    static void pack(float[] values, int at, ByteBuffer out) {
        float[] scales = new float[PARTS];
        float widest = 0;
        for (int part = 0; part < PARTS; part++) {
            scales[part] = scale(values, at + part * PART);
            widest = Math.abs(scales[part]) > Math.abs(widest) ? scales[part] : widest;
        }
        // The widest becomes -128, the one number of a byte that has no counterpart.
        short d = HalfFloat.of(widest / -128);
        float unit = HalfFloat.toFloat(d);
        byte[] s = new byte[PARTS];
        for (int part = 0; part < PARTS; part++) {
            s[part] = unit == 0 ? 0 : (byte) Math.max(-128, Math.min(127, Math.round(scales[part] / unit)));
        }
        int[] q = new int[VALUES];
        for (int i = 0; i < VALUES; i++) {
            float scale = unit * s[i / PART];
            q[i] = scale == 0 ? OFFSET : level(values[at + i] / scale) + OFFSET;
        }
        for (int half = 0; half < VALUES; half += HALF) {
            for (int i = 0; i < 64; i++) {
                out.put((byte) ((q[half + i] & 15) | (q[half + 64 + i] & 15) << 4));
            }
        }
        for (int half = 0; half < VALUES; half += HALF) {
            for (int i = 0; i < 32; i++) {
                int pairs = q[half + i] >> 4
                        | (q[half + 32 + i] >> 4) << 2
                        | (q[half + 64 + i] >> 4) << 4
                        | (q[half + 96 + i] >> 4) << 6;
                out.put((byte) pairs);
            }
        }
        out.put(s).putShort(d);
    }

    /** The scale of 16 values by which they come nearest to whole levels, large ones counting more. */
    private static float scale(float[] values, int from) {
        float widest = 0;
        for (int i = from; i < from + PART; i++) {
            widest = Math.abs(values[i]) > Math.abs(widest) ? values[i] : widest;
        }
        if (widest == 0) {
            return 0;
        }
        float best = 0;
        double most = 0;
        for (int trial = -TRIALS; trial <= TRIALS; trial++) {
            float inverse = -(OFFSET + 0.1f * trial) / widest;
            double both = 0;
            double squares = 0;
            for (int i = from; i < from + PART; i++) {
                double weight = (double) values[i] * values[i];
                int q = level(values[i] * inverse);
                both += weight * q * values[i];
                squares += weight * q * q;
            }
            // With the best scale both / squares, this is what the error falls by.
            double gain = squares == 0 ? 0 : both * both / squares;
            if (gain > most) {
                most = gain;
                best = (float) (both / squares);
            }
        }
        return best;
    }

    private static int level(float value) {
        return Math.max(-OFFSET, Math.min(OFFSET - 1, Math.round(value)));
    }
}
