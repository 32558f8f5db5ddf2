package org.residency.llm.model;

import java.util.ArrayList;
import java.util.List;

/** The numbers that quantised values are looked up in. */
public final class QuantizationTables {
    /** The values of NF4 (Dettmers et al., arXiv 2305.14314, appendix E). */
    private static final float[] NF4 = {
        -1f,
        -0.6961928f,
        -0.52507305f,
        -0.3949175f,
        -0.28444138f,
        -0.18477343f,
        -0.091050036f,
        0f,
        0.0795803f,
        0.1609302f,
        0.2461123f,
        0.33791524f,
        0.44070983f,
        0.562617f,
        0.72295684f,
        1f
    };

    private static final int CODES = 256;
    private static final int EXPONENTS = 7;

    private QuantizationTables() {}

    /** What the kernels take for a quantised base: the pairs of each byte, the signed dynamic map, NF4. Float32 [784]. */
    static float[] ofBase() {
        float[] all = new float[2 * CODES + CODES + NF4.length];
        for (int code = 0; code < CODES; code++) {
            all[2 * code] = NF4[code >> 4];
            all[2 * code + 1] = NF4[code & 15];
        }
        System.arraycopy(dynamicMap(true), 0, all, 2 * CODES, CODES);
        System.arraycopy(NF4, 0, all, 3 * CODES, NF4.length);
        return all;
    }

    /**
     * The 8-bit dynamic map, ascending (Dettmers, arXiv 1511.04561; Dettmers et al., arXiv 2110.02861): seven powers of ten,
     * the larger the power the finer its fraction.
     *
     * @param signed whether half of the values are negative
     */
    public static float[] dynamicMap(boolean signed) {
        List<Float> values = new ArrayList<>(List.of(0f, 1f));
        for (int i = 0; i < EXPONENTS; i++) {
            int fractions = signed ? 1 << i : 1 << (i + 1);
            float scale = (float) Math.pow(10, i - (EXPONENTS - 1));
            for (int f = 0; f < fractions; f++) {
                float value = scale * (bound(f, fractions) + bound(f + 1, fractions)) / 2;
                values.add(value);
                if (signed) {
                    values.add(-value);
                }
            }
        }
        float[] sorted = new float[CODES];
        List<Float> ascending = values.stream().sorted().toList();
        for (int i = 0; i < CODES; i++) {
            sorted[i] = ascending.get(i);
        }
        return sorted;
    }

    /** Number {@code at} of so many steps from 0.1 to 1. */
    private static float bound(int at, int steps) {
        float step = (1f - 0.1f) / steps;
        return at < (steps + 1) / 2 ? 0.1f + step * at : 1f - step * (steps - at);
    }
}
