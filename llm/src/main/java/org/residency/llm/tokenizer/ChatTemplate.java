package org.residency.llm.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.jinja.JinjaException;
import org.residency.llm.jinja.JinjaTemplate;
import org.residency.llm.jinja.RefusalException;

/** The Jinja chat template a model is shipped with ({@code tokenizer_config.json} or {@code chat_template.jinja}). */
public final class ChatTemplate {
    private static final String SEPARATE = "chat_template.jinja";

    private final Path source;
    private final String text;
    private final JinjaTemplate template;
    private final Map<String, String> specialTokens;

    private ChatTemplate(Path source, String text, Map<String, String> specialTokens) {
        this.source = source;
        this.text = text;
        this.specialTokens = specialTokens;
        try {
            this.template = JinjaTemplate.parse(text);
        } catch (JinjaException e) {
            throw broken(e.getMessage(), e);
        }
    }

    /** @throws ModelFormatException where the folder has no chat template, or one that does not parse */
    public static ChatTemplate load(ModelFolder folder) {
        Path file = folder.tokenizerConfig();
        JsonNode config = JsonFile.read(file);
        Path separate = folder.path().resolve(SEPARATE);
        // Where both are there, Transformers takes the file of its own.
        boolean own = Files.isRegularFile(separate);
        String text = own ? read(separate) : named(config.path("chat_template"));
        if (text.isEmpty()) {
            throw new ModelFormatException(
                    file, "no chat_template", "a Jinja template", "use a model tuned for conversation, or add one");
        }
        Map<String, String> tokens = new TreeMap<>();
        config.fields().forEachRemaining(field -> {
            String token = Tokenizer.tokenText(field.getValue());
            if (field.getKey().endsWith("_token")
                    && !token.isEmpty()
                    && !field.getValue().isBoolean()) {
                tokens.put(field.getKey(), token);
            }
        });
        return new ChatTemplate(own ? separate : file, text, tokens);
    }

    /** The template, or of several the one that is called default. */
    private static String named(JsonNode templates) {
        for (JsonNode choice : templates) {
            if (choice.path("name").asText().equals("default")) {
                return choice.path("template").asText("");
            }
        }
        return templates.asText("");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new ModelFormatException(file, "bytes that are no text", "UTF-8", "copy the file again", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /**
     * Renders a conversation.
     *
     * @param generationPrompt whether the opening of the assistant's next turn is added
     * @throws ModelFormatException where the template does not render, or refuses the conversation
     */
    public String render(List<ChatMessage> messages, boolean generationPrompt) {
        Map<String, Object> variables = new HashMap<>(specialTokens);
        variables.put(
                "messages",
                messages.stream()
                        .map(message -> Map.of("role", message.role(), "content", message.content()))
                        .toList());
        variables.put("add_generation_prompt", generationPrompt);
        variables.put("tools", null);
        variables.put("documents", null);
        try {
            return template.render(variables);
        } catch (JinjaException e) {
            throw broken(e.getMessage(), e);
        } catch (RefusalException e) {
            // The refusal's words may quote the conversation unless they stand in the template.
            String words = text.contains(e.getMessage()) ? ": " + e.getMessage() : "";
            throw new ModelFormatException(
                    source,
                    "a conversation that its chat template refuses" + words,
                    "turns that it takes",
                    "change them");
        }
    }

    /** The template itself. */
    public String text() {
        return text;
    }

    /** Empty where tokenizer_config.json names none. */
    public String endToken() {
        return specialTokens.getOrDefault("eos_token", "");
    }

    /** SHA-256 of the template's text and its begin and end tokens, in hexadecimal. */
    public String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : List.of(text, specialTokens.getOrDefault("bos_token", ""), endToken())) {
                sha.update(part.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private ModelFormatException broken(String found, JinjaException cause) {
        return new ModelFormatException(
                source,
                "a chat template that does not render (" + found + ")",
                "Jinja as chat templates use it",
                "repair the chat template",
                cause);
    }
}
