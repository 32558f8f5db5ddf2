package org.residency.llm.safetensors;

/** IEEE 754 binary16, rounded to the nearest and of two equally near to the even one; JDK 17 has no such conversion. */
public final class HalfFloat {
    private static final int INFINITY = 0x7c00;

    private HalfFloat() {}

    public static short of(float value) {
        int bits = Float.floatToIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | INFINITY | 1);
        }
        if (magnitude >= 65520) {
            return (short) (sign | INFINITY);
        }
        if (magnitude < 0x1p-14f) {
            // Subnormal: whole multiples of 2^-24.
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int rebiased = (bits & 0x7fffffff) - ((127 - 15) << 23);
        int odd = (rebiased >>> 13) & 1;
        return (short) (sign | ((rebiased + 0xfff + odd) >>> 13));
    }

    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int widened = exponent == 0x1f ? 0xff : exponent + (127 - 15);
        return Float.intBitsToFloat(sign | (widened << 23) | (fraction << 13));
    }
}
