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
 * @param architecture the family, which says what its layers hold beside Llama's
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the SwiGLU block
 * @param layers decoder layers
 * @param heads query heads
 * @param keyValueHeads key and value heads, each shared by heads / keyValueHeads query heads
 * @param headSize width of a head
 * @param contextLength longest sequence
 * @param attentionWindow how many of the latest tokens a token attends to, itself included; 0 for all
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
        int attentionWindow,
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
        require("max_position_embeddings", contextLength, 1, 134_217_728);
        require("sliding_window", attentionWindow, 0, Integer.MAX_VALUE);
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
                0,
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
        refuseTheUnsupported(file, json);
        int hidden = JsonFile.integer(file, json, "hidden_size");
        int heads = JsonFile.integer(file, json, "num_attention_heads");
        int positions = JsonFile.integer(file, json, "max_position_embeddings");
        try {
            RotaryEmbedding rotary = RotaryEmbedding.read(file, json, positions);
            return new ModelConfig(
                    architecture,
                    JsonFile.integer(file, json, "vocab_size"),
                    hidden,
                    JsonFile.integer(file, json, "intermediate_size"),
                    JsonFile.integer(file, json, "num_hidden_layers"),
                    heads,
                    // Only Llama's own default is one that can be told from the other fields.
                    architecture == Architecture.LLAMA && !json.hasNonNull("num_key_value_heads")
                            ? heads
                            : JsonFile.integer(file, json, "num_key_value_heads"),
                    json.hasNonNull("head_dim") ? JsonFile.integer(file, json, "head_dim") : share(hidden, heads),
                    rotary.scaling().contextLength(positions),
                    architecture == Architecture.MISTRAL && json.hasNonNull("sliding_window")
                            ? JsonFile.integer(file, json, "sliding_window")
                            : 0,
                    JsonFile.number(file, json, "rms_norm_eps", 1e-6),
                    rotary,
                    json.path("tie_word_embeddings").asBoolean(false),
                    json.path("bos_token_id").isInt()
                            ? Optional.of(json.get("bos_token_id").asInt())
                            : Optional.empty(),
                    endTokens(json.path("eos_token_id")));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file, e.getMessage(), "values that fit together", REMEDY, e);
        }
    }

    private static void refuseTheUnsupported(Path file, JsonNode json) {
        String activation = json.path("hidden_act").asText("silu");
        if (!activation.equals("silu")) {
            throw new ModelFormatException(file, "hidden_act " + activation, "one of [silu]", REMEDY);
        }
        for (String absent : List.of("use_sliding_window", "attention_bias", "mlp_bias")) {
            if (json.path(absent).asBoolean(false)) {
                throw new ModelFormatException(file, absent + " true", "false", REMEDY);
            }
        }
        if (json.hasNonNull("quantization_config")) {
            throw new ModelFormatException(
                    file,
                    "quantization_config",
                    "weights in float32, float16 or bfloat16",
                    "use the model's plain weights");
        }
        for (JsonNode kind : json.path("layer_types")) {
            if (!kind.asText().equals("full_attention")) {
                throw new ModelFormatException(file, "layer_types with " + kind, "full_attention alone", REMEDY);
            }
        }
    }

    private static int share(int hidden, int heads) {
        if (heads < 1 || hidden % heads != 0) {
            throw new IllegalArgumentException(
                    "hidden_size is %d without a head_dim, must be a multiple of num_attention_heads %d"
                            .formatted(hidden, heads));
        }
        return hidden / heads;
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
        json.put("max_position_embeddings", rotary.scaling().positions(contextLength));
        if (attentionWindow > 0) {
            json.put("sliding_window", attentionWindow);
        }
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

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s is %d, must be %d to %d".formatted(name, value, least, most));
        }
    }
}
