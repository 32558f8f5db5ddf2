package org.residency.llm.kernels;

/** The type that base weights are held and multiplied in. Adapters, optimizer state and losses stay in float32. */
public enum ComputeType {
    FLOAT32(6),
    FLOAT16(5),
    BFLOAT16(15);

    private final int torchCode;

    ComputeType(int torchCode) {
        this.torchCode = torchCode;
    }

    /** The number PyTorch's serialised code knows the type by. */
    public int torchCode() {
        return torchCode;
    }
}
