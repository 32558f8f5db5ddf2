package org.residency.llm.gguf;

import java.util.Locale;

/** What a GGUF file holds its matrices in; norms and biases are always in 32 bit. */
public enum GgufType {
    /** Half precision. */
    F16(1) {
        @Override
        BlockFormat matrix(String name, int layers) {
            return BlockFormat.F16;
        }
    },
    /** 8 bits and a scale for every 32 values. */
    Q8_0(7) {
        @Override
        BlockFormat matrix(String name, int layers) {
            return BlockFormat.Q8_0;
        }
    },
    /**
     * 4 bits for most, 6 for the output head and for the value and down projections of half the layers: the first and last
     * eighth, and every third between them.
     */
    Q4_K_M(15) {
        @Override
        BlockFormat matrix(String name, int layers) {
            if (name.equals(GgufNames.HEAD)) {
                return BlockFormat.Q6_K;
            }
            if (!name.endsWith("attn_v.weight") && !name.endsWith("ffn_down.weight")) {
                return BlockFormat.Q4_K;
            }
            int layer = GgufNames.layer(name);
            boolean dear = layer < layers / 8 || layer >= 7 * layers / 8 || (layer - layers / 8) % 3 == 2;
            return dear ? BlockFormat.Q6_K : BlockFormat.Q4_K;
        }
    };

    private final int code;

    GgufType(int code) {
        this.code = code;
    }

    /** As {@code general.file_type} names it. */
    int code() {
        return code;
    }

    /** The form of a matrix, before it is looked at whether its rows make whole blocks. */
    abstract BlockFormat matrix(String name, int layers);

    /** The form of a tensor of so many columns: one that does not make whole blocks is kept in 8 bits, or in 16. */
    BlockFormat format(String name, boolean matrix, long columns, int layers) {
        if (!matrix) {
            return BlockFormat.F32;
        }
        BlockFormat wanted = matrix(name, layers);
        if (wanted.fits(columns)) {
            return wanted;
        }
        return BlockFormat.Q8_0.fits(columns) ? BlockFormat.Q8_0 : BlockFormat.F16;
    }

    /**
     * The type of that name, in whichever case.
     *
     * @throws IllegalArgumentException for any other name
     */
    public static GgufType named(String name) {
        for (GgufType type : values()) {
            if (type.name().equals(name.toUpperCase(Locale.ROOT))) {
                return type;
            }
        }
        throw new IllegalArgumentException("type is '" + name + "', must be F16, Q8_0 or Q4_K_M");
    }
}
