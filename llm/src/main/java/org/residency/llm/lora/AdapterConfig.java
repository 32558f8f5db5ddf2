package org.residency.llm.lora;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.folder.ModelFormatException;

/**
 * PEFT's {@code adapter_config.json} for one model.
 *
 * @param settings with the projections that carry an adapter in any layer
 * @param targets which layers they do so in
 */
record AdapterConfig(LoraSettings settings, TargetModules targets) {
    static final String FILE = "adapter_config.json";

    /** @param layers of the model that the adapter is for */
    static AdapterConfig read(Path file, int layers) {
        JsonNode json = JsonFile.read(file);
        refuseUnless(file, "peft_type", json.path("peft_type").asText("none"), "LORA");
        refuseUnless(file, "bias", json.path("bias").asText("none"), "none");
        for (String absent : List.of("fan_in_fan_out", "use_qalora")) {
            refuseUnless(file, absent, json.path(absent).asText("false"), "false");
        }
        for (String absent :
                List.of("modules_to_save", "rank_pattern", "alpha_pattern", "exclude_modules", "target_parameters")) {
            if (json.hasNonNull(absent)
                    && (json.get(absent).isValueNode() || !json.get(absent).isEmpty())) {
                throw new ModelFormatException(
                        file, absent + " that is not empty", "none", "train the adapter without it");
            }
        }
        TargetModules targets = TargetModules.read(file, json);
        try {
            LoraSettings settings = new LoraSettings(
                    JsonFile.integer(file, json, "r"),
                    JsonFile.number(file, json, "lora_alpha", 0),
                    JsonFile.number(file, json, "lora_dropout", 0),
                    json.path("use_rslora").asBoolean(false),
                    json.path("use_dora").asBoolean(false),
                    targets.projections(layers));
            return new AdapterConfig(settings, targets);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(
                    file, e.getMessage(), "a LoRA configuration as PEFT writes it", "copy the adapter again", e);
        }
    }

    void write(Path file, int layers) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("base_model_name_or_path", null);
        json.put("bias", "none");
        json.put("fan_in_fan_out", false);
        json.put("inference_mode", true);
        json.put("init_lora_weights", true);
        double alpha = settings.alpha();
        if (alpha == Math.rint(alpha)) {
            json.put("lora_alpha", (long) alpha);
        } else {
            json.put("lora_alpha", alpha);
        }
        json.put("lora_dropout", settings.dropout());
        json.put("peft_type", "LORA");
        json.put("r", settings.rank());
        json.put("target_modules", targets.names(layers));
        json.put("task_type", "CAUSAL_LM");
        json.put("use_dora", settings.dora());
        json.put("use_rslora", settings.rankStabilized());
        JsonFile.write(file, json);
    }

    private static void refuseUnless(Path file, String field, String found, String expected) {
        if (!found.equals(expected)) {
            throw new ModelFormatException(
                    file, field + " " + found, expected, "use a plain LoRA adapter of this model");
        }
    }
}
