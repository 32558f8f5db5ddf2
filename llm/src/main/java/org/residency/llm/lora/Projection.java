package org.residency.llm.lora;

import java.util.Arrays;
import java.util.List;

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

    static List<String> names() {
        return Arrays.stream(values()).map(Projection::moduleName).toList();
    }
}
