package org.residency.llm.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.residency.llm.folder.ModelFormatException;

/** The model families this engine computes. */
public enum Architecture {
    LLAMA("LlamaForCausalLM", "llama", false, false),
    /** As Llama, with attention to a window of the latest tokens where config.json gives one. */
    MISTRAL("MistralForCausalLM", "mistral", false, false),
    /** As Llama, with biases on query, key and value. */
    QWEN2("Qwen2ForCausalLM", "qwen2", true, false),
    /** As Llama, with query and key normed in each head. */
    QWEN3("Qwen3ForCausalLM", "qwen3", false, true);

    private final String className;
    private final String modelType;
    private final boolean queryKeyValueBias;
    private final boolean queryKeyNorm;

    Architecture(String className, String modelType, boolean queryKeyValueBias, boolean queryKeyNorm) {
        this.className = className;
        this.modelType = modelType;
        this.queryKeyValueBias = queryKeyValueBias;
        this.queryKeyNorm = queryKeyNorm;
    }

    /** As {@code architectures} in config.json names it. */
    public String className() {
        return className;
    }

    public String modelType() {
        return modelType;
    }

    public boolean queryKeyValueBias() {
        return queryKeyValueBias;
    }

    /** Whether each head's query and key pass a norm before they are turned. */
    public boolean queryKeyNorm() {
        return queryKeyNorm;
    }

    static Architecture read(Path file, JsonNode config) {
        String name = config.path("architectures").path(0).asText("none");
        return Arrays.stream(values())
                .filter(architecture -> architecture.className.equals(name))
                .findFirst()
                .orElseThrow(() -> new ModelFormatException(
                        file, "architecture " + name, "one of " + supported(), "use a model of a supported kind"));
    }

    private static List<String> supported() {
        return Arrays.stream(values()).map(Architecture::className).toList();
    }
}
