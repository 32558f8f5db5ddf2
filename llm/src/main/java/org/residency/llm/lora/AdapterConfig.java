package org.residency.llm.lora;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.folder.ModelFormatException;

/** PEFT's {@code adapter_config.json}. */
final class AdapterConfig {
    static final String FILE = "adapter_config.json";

    private AdapterConfig() {}

    static LoraSettings read(Path file) {
        JsonNode json = JsonFile.read(file);
        refuseUnless(file, "peft_type", json.path("peft_type").asText("none"), "LORA");
        refuseUnless(file, "bias", json.path("bias").asText("none"), "none");
        for (String absent : List.of("use_dora", "fan_in_fan_out", "use_qalora")) {
            refuseUnless(file, absent, json.path(absent).asText("false"), "false");
        }
        for (String absent : List.of("modules_to_save", "rank_pattern", "alpha_pattern", "layers_to_transform")) {
            if (json.hasNonNull(absent) && !json.get(absent).isEmpty()) {
                throw new ModelFormatException(
                        file, absent + " that is not empty", "none", "train the adapter without it");
            }
        }
        Set<Projection> targets = EnumSet.noneOf(Projection.class);
        for (JsonNode module : json.path("target_modules")) {
            targets.add(Arrays.stream(Projection.values())
                    .filter(projection -> projection.moduleName().equals(module.asText()))
                    .findFirst()
                    .orElseThrow(() -> new ModelFormatException(
                            file,
                            "target module " + module.asText(),
                            "some of " + Projection.names(),
                            "train the adapter on these alone")));
        }
        try {
            return new LoraSettings(
                    JsonFile.integer(file, json, "r"),
                    JsonFile.number(file, json, "lora_alpha", 0),
                    JsonFile.number(file, json, "lora_dropout", 0),
                    json.path("use_rslora").asBoolean(false),
                    targets);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(
                    file, e.getMessage(), "a LoRA configuration as PEFT writes it", "copy the adapter again", e);
        }
    }

    static void write(Path file, LoraSettings settings) {
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
        TreeSet<String> modules = new TreeSet<>();
        settings.targets().forEach(projection -> modules.add(projection.moduleName()));
        json.put("target_modules", modules);
        json.put("task_type", "CAUSAL_LM");
        json.put("use_dora", false);
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
