package org.residency.llm.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.tokenizer.ChatTemplate;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.tokenizer.Tokenizer;

/** The tokenizer of a model's folder as {@code tokenizer.ggml.*}: byte pairs over bytes, as GPT-2 began them. */
final class GgufVocabulary {
    private static final int NORMAL = 1;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;

    private final ModelFolder folder;
    private final JsonNode json;
    private final int size;

    /** @param size words of the model; those that the tokenizer does not name are written as unused */
    GgufVocabulary(ModelFolder folder, int size) {
        this.folder = folder;
        this.json = JsonFile.read(folder.tokenizer());
        this.size = size;
    }

    void addTo(GgufMetadata metadata) {
        JsonNode model = json.path("model");
        if (!model.path("type").asText().equals("BPE")
                || model.path("byte_fallback").asBoolean(false)) {
            throw new ModelFormatException(
                    folder.tokenizer(),
                    "a tokenizer of type " + model.path("type").asText("none")
                            + (model.path("byte_fallback").asBoolean(false) ? " with byte fallback" : ""),
                    "byte pairs over bytes (BPE without byte fallback)",
                    "export a model with such a tokenizer");
        }
        metadata.put("tokenizer.ggml.model", "gpt2");
        metadata.put("tokenizer.ggml.pre", PreTokenizer.name(folder.tokenizer(), json));
        addWords(metadata, model);
        metadata.putTexts("tokenizer.ggml.merges", merges(model));
        addSpecial(metadata);
        metadata.put("tokenizer.chat_template", ChatTemplate.load(folder).text());
    }

    private void addWords(GgufMetadata metadata, JsonNode model) {
        List<String> words = new ArrayList<>(Collections.nCopies(size, null));
        List<Integer> kinds = new ArrayList<>(Collections.nCopies(size, UNUSED));
        model.path("vocab").fields().forEachRemaining(word -> {
            words.set(checked(word.getValue().asInt(-1)), word.getKey());
            kinds.set(word.getValue().asInt(), NORMAL);
        });
        for (JsonNode token : json.path("added_tokens")) {
            int id = checked(token.path("id").asInt(-1));
            words.set(id, token.path("content").asText());
            kinds.set(id, token.path("special").asBoolean(false) ? CONTROL : USER_DEFINED);
        }
        for (int id = 0; id < size; id++) {
            if (words.get(id) == null) {
                words.set(id, "[PAD" + id + "]");
            }
        }
        metadata.putTexts("tokenizer.ggml.tokens", words);
        metadata.putNumbers("tokenizer.ggml.token_type", kinds);
    }

    private int checked(int id) {
        if (id < 0 || id >= size) {
            throw new ModelFormatException(
                    folder.tokenizer(),
                    "token id " + id,
                    "ids from 0 to below " + size + ", the vocab_size of config.json",
                    "use tokenizer and weights of one model");
        }
        return id;
    }

    private static List<String> merges(JsonNode model) {
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : model.path("merges")) {
            merges.add(
                    merge.isArray()
                            ? merge.path(0).asText() + " " + merge.path(1).asText()
                            : merge.asText());
        }
        return merges;
    }

    private void addSpecial(GgufMetadata metadata) {
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            // Looked at rather than read from settings, of which there are several that may contradict each other.
            TokenIds around = tokenizer.encodeWithSpecialTokens("a");
            Optional<Integer> begin = named("bos_token", tokenizer).or(tokenizer::beginToken);
            Optional<Integer> end = named("eos_token", tokenizer)
                    .or(() -> tokenizer.endTokens().stream().sorted().findFirst());
            begin.ifPresent(id -> metadata.put("tokenizer.ggml.bos_token_id", id));
            end.ifPresent(id -> metadata.put("tokenizer.ggml.eos_token_id", id));
            named("pad_token", tokenizer).ifPresent(id -> metadata.put("tokenizer.ggml.padding_token_id", id));
            boolean beginAdded = begin.isPresent() && !around.isEmpty() && around.get(0) == begin.get();
            boolean endAdded = end.isPresent() && !around.isEmpty() && around.get(around.size() - 1) == end.get();
            metadata.put("tokenizer.ggml.add_bos_token", beginAdded);
            metadata.put("tokenizer.ggml.add_eos_token", endAdded);
        }
    }

    private Optional<Integer> named(String field, Tokenizer tokenizer) {
        Path file = folder.tokenizerConfig();
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        JsonNode token = JsonFile.read(file).path(field);
        return tokenizer.addedToken(token.isObject() ? token.path("content").asText("") : token.asText(""));
    }
}
