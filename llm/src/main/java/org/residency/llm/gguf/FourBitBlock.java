package org.residency.llm.gguf;

import java.nio.ByteBuffer;
import org.residency.llm.safetensors.HalfFloat;

/**
 * Q4_K: {@code x = d s q - e m}, q of 4 bits. Each 32 of the 256 values have their own s and m of 6 bits; d and e, in half
 * precision, are the block's.
 *
 * <p>Layout: d, e, twelve bytes of s and m, then nibbles: byte i of the j-th 32 bytes holds value 64 j + i below and
 * 64 j + 32 + i above. The first four s and m stand in the low 6 bits of bytes 0 to 3 and 4 to 7; of the other four, the low
 * 4 bits share bytes 8 to 11 and the high 2 bits top up bytes 0 to 7.
 */
final class FourBitBlock {
    private static final int VALUES = 256;
    private static final int PART = 32;
    private static final int PARTS = VALUES / PART;
    private static final int MOST = 15;
    private static final int MOST_FACTOR = 63;

    private FourBitBlock() {}

    static void pack(float[] values, int at, ByteBuffer out) {
        float[] scales = new float[PARTS];
        float[] minima = new float[PARTS];
        float largestScale = 0;
        float largestMinimum = 0;
        for (int part = 0; part < PARTS; part++) {
            AffineFit fit = AffineFit.of(values, at + part * PART, PART, MOST);
            scales[part] = fit.scale();
            minima[part] = fit.minimum();
            largestScale = Math.max(largestScale, fit.scale());
            largestMinimum = Math.max(largestMinimum, fit.minimum());
        }
        short d = HalfFloat.of(largestScale / MOST_FACTOR);
        short e = HalfFloat.of(largestMinimum / MOST_FACTOR);
        out.putShort(d).putShort(e);
        int[] s = factors(scales, largestScale);
        int[] m = factors(minima, largestMinimum);
        for (int i = 0; i < 4; i++) {
            out.put((byte) (s[i] | (s[i + 4] >> 4) << 6));
        }
        for (int i = 0; i < 4; i++) {
            out.put((byte) (m[i] | (m[i + 4] >> 4) << 6));
        }
        for (int i = 4; i < PARTS; i++) {
            out.put((byte) ((s[i] & 15) | (m[i] & 15) << 4));
        }
        int[] q = new int[VALUES];
        for (int i = 0; i < VALUES; i++) {
            // Rounded anew: against the scale and the minimum that will be read back.
            float scale = HalfFloat.toFloat(d) * s[i / PART];
            float minimum = HalfFloat.toFloat(e) * m[i / PART];
            q[i] = scale == 0 ? 0 : Math.max(0, Math.min(MOST, Math.round((values[at + i] + minimum) / scale)));
        }
        for (int j = 0; j < VALUES; j += 2 * PART) {
            for (int i = 0; i < PART; i++) {
                out.put((byte) (q[j + i] | q[j + PART + i] << 4));
            }
        }
    }

    private static int[] factors(float[] values, float largest) {
        int[] factors = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            factors[i] = largest == 0 ? 0 : Math.round(MOST_FACTOR * values[i] / largest);
        }
        return factors;
    }
}
