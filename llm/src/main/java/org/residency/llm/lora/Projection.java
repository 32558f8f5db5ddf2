package org.residency.llm.lora;

import java.util.Arrays;
import java.util.List;
import org.residency.llm.model.ModelConfig;

/** The seven linear maps of a decoder layer, in the order in which the kernels take them. */
public enum Projection {
    QUERY("self_attn.q_proj"),
    KEY("self_attn.k_proj"),
    VALUE("self_attn.v_proj"),
    OUTPUT("self_attn.o_proj"),
    GATE("mlp.gate_proj"),
    UP("mlp.up_proj"),
    DOWN("mlp.down_proj");

    private final String path;

    Projection(String path) {
        this.path = path;
    }

    /** The module's path within a decoder layer, as Hugging Face names it: {@code self_attn.q_proj}. */
    public String path() {
        return path;
    }

    /** The last part of the path, as PEFT's {@code target_modules} has it: {@code q_proj}. */
    public String moduleName() {
        return path.substring(path.indexOf('.') + 1);
    }

    /** Columns of its weight. */
    public long inputs(ModelConfig config) {
        return switch (this) {
            case OUTPUT -> queries(config);
            case DOWN -> config.intermediateSize();
            default -> config.hiddenSize();
        };
    }

    /** Rows of its weight. */
    public long outputs(ModelConfig config) {
        return switch (this) {
            case QUERY -> queries(config);
            case KEY, VALUE -> (long) config.keyValueHeads() * config.headSize();
            case GATE, UP -> config.intermediateSize();
            case OUTPUT, DOWN -> config.hiddenSize();
        };
    }

    private static long queries(ModelConfig config) {
        return (long) config.heads() * config.headSize();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Projection::moduleName).toList();
    }
}
