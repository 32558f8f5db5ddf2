package org.residency.llm.gguf;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What GGUF calls the tensors that Hugging Face calls otherwise. */
final class GgufNames {
    static final String HEAD = "output.weight";
    static final String EMBEDDING = "token_embd.weight";

    private static final Map<String, String> WHOLE = Map.of(
            "model.embed_tokens.weight", EMBEDDING, "model.norm.weight", "output_norm.weight", "lm_head.weight", HEAD);
    private static final Map<String, String> IN_A_LAYER = Map.ofEntries(
            Map.entry("input_layernorm", "attn_norm"),
            Map.entry("self_attn.q_proj", "attn_q"),
            Map.entry("self_attn.k_proj", "attn_k"),
            Map.entry("self_attn.v_proj", "attn_v"),
            Map.entry("self_attn.o_proj", "attn_output"),
            Map.entry("self_attn.q_norm", "attn_q_norm"),
            Map.entry("self_attn.k_norm", "attn_k_norm"),
            Map.entry("post_attention_layernorm", "ffn_norm"),
            Map.entry("mlp.gate_proj", "ffn_gate"),
            Map.entry("mlp.up_proj", "ffn_up"),
            Map.entry("mlp.down_proj", "ffn_down"));
    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)\\.(weight|bias)");
    private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d+)\\..+");

    private GgufNames() {}

    static String of(String name) {
        Matcher layer = LAYER.matcher(name);
        if (layer.matches()) {
            return "blk.%s.%s.%s".formatted(layer.group(1), IN_A_LAYER.get(layer.group(2)), layer.group(3));
        }
        return WHOLE.get(name);
    }

    /** The layer of a tensor by its GGUF name. */
    static int layer(String name) {
        Matcher block = BLOCK.matcher(name);
        if (!block.matches()) {
            throw new IllegalArgumentException("name is " + name + ", must be that of a layer's tensor");
        }
        return Integer.parseInt(block.group(1));
    }
}
