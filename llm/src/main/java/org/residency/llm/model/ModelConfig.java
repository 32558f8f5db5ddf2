package org.residency.llm.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.folder.ModelFormatException;

/**
 * The shape of a decoder-only model, as Hugging Face's {@code config.json} gives it.
 *
 * @param architecture Llama, or Qwen2 which differs by biases on query, key and value
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the SwiGLU block
 * @param layers decoder layers
 * @param heads query heads
 * @param keyValueHeads key and value heads, each shared by heads / keyValueHeads query heads
 * @param headSize width of a head
 * @param contextLength longest sequence
 * @param tiedHead whether the output head is the embedding
 */
public record ModelConfig(
        Architecture architecture,
        int vocabularySize,
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        int contextLength,
        double normEpsilon,
        RotaryEmbedding rotary,
        boolean tiedHead,
        Optional<Integer> beginToken,
        List<Integer> endTokens) {
    private static final String REMEDY = "use a model of a supported kind, or repair config.json";

    public ModelConfig {
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(rotary, "rotary");
        Objects.requireNonNull(beginToken, "beginToken");
        endTokens = List.copyOf(endTokens);
        require("vocab_size", vocabularySize, 1, 2_000_000);
        require("hidden_size", hiddenSize, 2, 65_536);
        require("intermediate_size", intermediateSize, 1, 1_048_576);
        require("num_hidden_layers", layers, 1, 1_024);
        require("num_attention_heads", heads, 1, 1_024);
        require("num_key_value_heads", keyValueHeads, 1, heads);
        require("head_dim", headSize, 2, 1_024);
        require("max_position_embeddings", contextLength, 1, 16_777_216);
        if (heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    "num_key_value_heads is %d, must divide num_attention_heads %d".formatted(keyValueHeads, heads));
        }
        if (headSize % 2 != 0) {
            throw new IllegalArgumentException("head_dim is " + headSize + ", must be even for rotary embeddings");
        }
        if (!(normEpsilon > 0 && normEpsilon < 1)) {
            throw new IllegalArgumentException("rms_norm_eps is " + normEpsilon + ", must be between 0 and 1");
        }
    }

    /** A Llama of the given size: tied head, context as given, rotary base 10,000. */
    public static ModelConfig llama(
            int vocabularySize,
            int hiddenSize,
            int intermediateSize,
            int layers,
            int heads,
            int keyValueHeads,
            int contextLength,
            int beginToken,
            int endToken) {
        return new ModelConfig(
                Architecture.LLAMA,
                vocabularySize,
                hiddenSize,
                intermediateSize,
                layers,
                heads,
                keyValueHeads,
                hiddenSize / heads,
                contextLength,
                1e-5,
                RotaryEmbedding.plain(10_000),
                true,
                Optional.of(beginToken),
                List.of(endToken));
    }

    /** @throws ModelFormatException where the file cannot be read or names something that is not supported */
    public static ModelConfig read(Path file) {
        JsonNode json = JsonFile.read(file);
        Architecture architecture = Architecture.read(file, json);
        String activation = json.path("hidden_act").asText("silu");
        if (!activation.equals("silu")) {
            throw new ModelFormatException(file, "hidden_act " + activation, "silu", REMEDY);
        }
        if (json.path("use_sliding_window").asBoolean(false)) {
            throw new ModelFormatException(file, "use_sliding_window true", "false", REMEDY);
        }
        for (String bias : List.of("attention_bias", "mlp_bias")) {
            if (json.path(bias).asBoolean(false)) {
                throw new ModelFormatException(file, bias + " true", "false", REMEDY);
            }
        }
        int hidden = integer(file, json, "hidden_size");
        int heads = integer(file, json, "num_attention_heads");
        try {
            return new ModelConfig(
                    architecture,
                    integer(file, json, "vocab_size"),
                    hidden,
                    integer(file, json, "intermediate_size"),
                    integer(file, json, "num_hidden_layers"),
                    heads,
                    json.hasNonNull("num_key_value_heads") ? integer(file, json, "num_key_value_heads") : heads,
                    json.hasNonNull("head_dim") ? integer(file, json, "head_dim") : hidden / Math.max(1, heads),
                    integer(file, json, "max_position_embeddings"),
                    json.path("rms_norm_eps").asDouble(1e-6),
                    RotaryEmbedding.read(file, json),
                    json.path("tie_word_embeddings").asBoolean(false),
                    json.path("bos_token_id").isInt()
                            ? Optional.of(json.get("bos_token_id").asInt())
                            : Optional.empty(),
                    endTokens(json.path("eos_token_id")));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file, e.getMessage(), "values that fit together", REMEDY, e);
        }
    }

    /** Writes {@code config.json} so that Transformers reads it, weights in float32. */
    public void write(Path file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("architectures", List.of(architecture.className()));
        json.put("model_type", architecture.modelType());
        json.put("vocab_size", vocabularySize);
        json.put("hidden_size", hiddenSize);
        json.put("intermediate_size", intermediateSize);
        json.put("num_hidden_layers", layers);
        json.put("num_attention_heads", heads);
        json.put("num_key_value_heads", keyValueHeads);
        json.put("head_dim", headSize);
        json.put("hidden_act", "silu");
        json.put("max_position_embeddings", contextLength);
        json.put("rms_norm_eps", normEpsilon);
        rotary.write(json);
        json.put("tie_word_embeddings", tiedHead);
        json.put("attention_bias", false);
        json.put("mlp_bias", false);
        json.put("torch_dtype", "float32");
        beginToken.ifPresent(token -> json.put("bos_token_id", token));
        if (!endTokens.isEmpty()) {
            json.put("eos_token_id", endTokens.size() == 1 ? endTokens.get(0) : endTokens);
        }
        JsonFile.write(file, json);
    }

    private static List<Integer> endTokens(JsonNode node) {
        List<Integer> tokens = new ArrayList<>();
        if (node.isInt()) {
            tokens.add(node.asInt());
        }
        node.forEach(element -> tokens.add(element.asInt()));
        return tokens;
    }

    private static int integer(Path file, JsonNode json, String field) {
        JsonNode node = json.path(field);
        if (!node.isInt()) {
            throw new ModelFormatException(
                    file, field + " " + (node.isMissingNode() ? "missing" : node), "a whole number", REMEDY);
        }
        return node.asInt();
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s is %d, must be %d to %d".formatted(name, value, least, most));
        }
    }
}
