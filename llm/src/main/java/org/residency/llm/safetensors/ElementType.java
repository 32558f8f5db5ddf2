package org.residency.llm.safetensors;

/** The number types of weights that are read and written. */
public enum ElementType {
    F32(4),
    F16(2),
    BF16(2);

    private final int byteCount;

    ElementType(int byteCount) {
        this.byteCount = byteCount;
    }

    public int byteCount() {
        return byteCount;
    }

    /** The number that 16 bits of this type stand for. */
    public float toFloat(short bits) {
        return switch (this) {
            case F16 -> HalfFloat.toFloat(bits);
            case BF16 -> Float.intBitsToFloat(bits << 16);
            case F32 -> throw new IllegalArgumentException("type is F32, must be one of 16 bits");
        };
    }
}
