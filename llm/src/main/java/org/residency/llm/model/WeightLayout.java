package org.residency.llm.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.residency.llm.folder.ModelFormatException;

/** Names and shapes of a model's tensors, in the order in which the kernels take them from the embedding on. */
final class WeightLayout {
    /** A tensor's Hugging Face name and shape; an absent one stands for a bias or norm the architecture does not have. */
    record Slot(String name, List<Long> shape, boolean present) {
        long values() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }

        /** Whether it is one of a layer's seven matrices. */
        boolean projection() {
            return name.endsWith("_proj.weight");
        }
    }

    private final List<Slot> slots = new ArrayList<>();

    WeightLayout(ModelConfig config) {
        long width = config.hiddenSize();
        long queries = (long) config.heads() * config.headSize();
        long keys = (long) config.keyValueHeads() * config.headSize();
        long inner = config.intermediateSize();
        long words = config.vocabularySize();
        add("model.embed_tokens.weight", words, width);
        add("model.norm.weight", width);
        if (config.tiedHead()) {
            add("model.embed_tokens.weight", words, width);
        } else {
            add("lm_head.weight", words, width);
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "model.layers." + layer + ".";
            add(prefix + "input_layernorm.weight", width);
            add(prefix + "self_attn.q_proj.weight", queries, width);
            add(prefix + "self_attn.k_proj.weight", keys, width);
            add(prefix + "self_attn.v_proj.weight", keys, width);
            add(prefix + "self_attn.o_proj.weight", width, queries);
            add(prefix + "post_attention_layernorm.weight", width);
            add(prefix + "mlp.gate_proj.weight", inner, width);
            add(prefix + "mlp.up_proj.weight", inner, width);
            add(prefix + "mlp.down_proj.weight", width, inner);
            boolean bias = config.architecture().queryKeyValueBias();
            slots.add(new Slot(prefix + "self_attn.q_proj.bias", List.of(queries), bias));
            slots.add(new Slot(prefix + "self_attn.k_proj.bias", List.of(keys), bias));
            slots.add(new Slot(prefix + "self_attn.v_proj.bias", List.of(keys), bias));
            boolean norm = config.architecture().queryKeyNorm();
            List<Long> head = List.of((long) config.headSize());
            slots.add(new Slot(prefix + "self_attn.q_norm.weight", head, norm));
            slots.add(new Slot(prefix + "self_attn.k_norm.weight", head, norm));
        }
    }

    List<Slot> slots() {
        return List.copyOf(slots);
    }

    /** Weights in all, a tied head counted once. */
    long parameterCount() {
        return slots.stream()
                .filter(Slot::present)
                .collect(Collectors.toMap(Slot::name, Slot::values, (first, again) -> first))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** @throws ModelFormatException where a projection's rows are not made of whole blocks */
    void requireQuantizable(BaseQuantization quantization, Path config) {
        if (quantization != BaseQuantization.NF4) {
            return;
        }
        slots.stream()
                .filter(slot -> slot.projection() && slot.values() % BaseQuantization.BLOCK != 0)
                .findFirst()
                .ifPresent(slot -> {
                    throw new ModelFormatException(
                            config,
                            "%s of shape %s".formatted(slot.name(), slot.shape()),
                            "a multiple of %d values, the block of %s"
                                    .formatted(BaseQuantization.BLOCK, quantization.settingName()),
                            "set baseQuantization to none for this model");
                });
    }

    private void add(String name, Long... shape) {
        slots.add(new Slot(name, List.of(shape), true));
    }
}
