package org.residency.llm.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a base model's projections are held in memory; embedding, norms, biases and head always stay in the compute type. */
public enum BaseQuantization {
    /** In the compute type. */
    NONE,
    /**
     * Four bits a value, de-quantised projection by projection whenever it is multiplied with (Dettmers et al., arXiv
     * 2305.14314): blocks of 64 with an absmax each, these in 8 bits in blocks of 256, as bitsandbytes has them.
     */
    NF4,
    /** Eight bits a value and an absmax a row, as LLM.int8() holds weights (Dettmers et al., arXiv 2208.07339). */
    INT8;

    /** Values that share an absmax in NF4. */
    public static final int BLOCK = 64;
    /** Blocks that share an absmax of their own in NF4. */
    public static final int OUTER_BLOCK = 256;

    /** The one that settings call by this name. */
    public static BaseQuantization named(String name) {
        return Arrays.stream(values())
                .filter(one -> one.settingName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "baseQuantization is '%s', must be one of %s".formatted(name, names())));
    }

    public String settingName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Bytes that a projection [rows, columns] takes, held in {@code width} bytes a value where not quantised. */
    public long bytes(long rows, long columns, long width) {
        long values = rows * columns;
        return switch (this) {
            case NONE -> values * width;
            case NF4 -> {
                long blocks = values / BLOCK;
                yield values / 2 + blocks + Float.BYTES * (1 + (blocks + OUTER_BLOCK - 1) / OUTER_BLOCK);
            }
            case INT8 -> values + Float.BYTES * rows;
        };
    }

    private static List<String> names() {
        return Arrays.stream(values()).map(BaseQuantization::settingName).toList();
    }
}
