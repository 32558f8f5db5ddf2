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
}
