package org.residency.llm.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;

/** A Hugging Face {@code tokenizer.json}. */
public final class Tokenizer implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;
    private final Map<String, Integer> addedTokens;
    private final Set<Integer> endTokens;
    private final Optional<Integer> beginToken;
    private final int largestToken;

    private Tokenizer(
            HuggingFaceTokenizer tokenizer,
            Map<String, Integer> addedTokens,
            Set<Integer> endTokens,
            Optional<Integer> beginToken,
            int largestToken) {
        this.tokenizer = tokenizer;
        this.addedTokens = Map.copyOf(addedTokens);
        this.endTokens = Set.copyOf(endTokens);
        this.beginToken = beginToken;
        this.largestToken = largestToken;
    }

    /** @throws ModelFormatException where {@code tokenizer.json} cannot be read */
    public static Tokenizer load(ModelFolder folder) {
        Path file = folder.tokenizer();
        Map<String, Integer> added = new HashMap<>();
        JsonNode json = JsonFile.read(file);
        json.path("added_tokens")
                .forEach(token -> added.put(
                        token.path("content").asText(), token.path("id").asInt()));
        JsonNode config = JsonFile.read(folder.config());
        Set<Integer> ends = new LinkedHashSet<>();
        JsonNode end = config.path("eos_token_id");
        if (end.isInt()) {
            ends.add(end.asInt());
        }
        end.forEach(element -> ends.add(element.asInt()));
        Optional<Integer> begin = config.path("bos_token_id").isInt()
                ? Optional.of(config.get("bos_token_id").asInt())
                : Optional.empty();
        if (Files.exists(folder.tokenizerConfig())) {
            JsonNode tokenizerConfig = JsonFile.read(folder.tokenizerConfig());
            Integer named = added.get(tokenText(tokenizerConfig.path("eos_token")));
            if (named != null) {
                ends.add(named);
            }
        }
        try {
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.builder()
                    .optTokenizerPath(file)
                    .optAddSpecialTokens(false)
                    .optTruncation(false)
                    .optPadding(false)
                    .build();
            return new Tokenizer(tokenizer, added, ends, begin, largestToken(json));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (RuntimeException e) {
            throw new ModelFormatException(
                    file, "a tokenizer that does not load", "a tokenizer in the fast format", "save it again", e);
        }
    }

    /** Encodes text in which special tokens stand as text, adding none. */
    public TokenIds encode(String text) {
        if (text.isEmpty()) {
            return TokenIds.of();
        }
        Encoding encoding = tokenizer.encode(text, false, false);
        return TokenIds.of(
                Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray());
    }

    /** Encodes text with the special tokens that the tokenizer itself puts around it, as Transformers does when called. */
    public TokenIds encodeWithSpecialTokens(String text) {
        return TokenIds.of(Arrays.stream(tokenizer.encode(text, true, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray());
    }

    /** Decodes to text, leaving special tokens out. */
    public String decode(TokenIds tokens) {
        return decode(tokens, true);
    }

    /** Decodes to text, special tokens written out. */
    public String decodeWithSpecialTokens(TokenIds tokens) {
        return decode(tokens, false);
    }

    /** Ids a completion ends with, from config.json and tokenizer_config.json. */
    public Set<Integer> endTokens() {
        return endTokens;
    }

    public Optional<Integer> beginToken() {
        return beginToken;
    }

    /** The id of an added (special) token by its text. */
    public Optional<Integer> addedToken(String text) {
        return Optional.ofNullable(addedTokens.get(text));
    }

    /** The largest id there is; a model's embedding must hold it. */
    public int largestToken() {
        return largestToken;
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private static int largestToken(JsonNode json) {
        int largest = 0;
        for (JsonNode id : json.path("model").path("vocab")) {
            largest = Math.max(largest, id.asInt());
        }
        for (JsonNode token : json.path("added_tokens")) {
            largest = Math.max(largest, token.path("id").asInt());
        }
        return largest;
    }

    static String tokenText(JsonNode node) {
        return node.isObject() ? node.path("content").asText("") : node.asText("");
    }

    private String decode(TokenIds tokens, boolean skipSpecial) {
        return tokens.isEmpty()
                ? ""
                : tokenizer.decode(
                        Arrays.stream(tokens.toArray()).asLongStream().toArray(), skipSpecial);
    }
}
