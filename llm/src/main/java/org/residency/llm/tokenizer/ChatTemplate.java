package org.residency.llm.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.FatalTemplateErrorsException;
import com.hubspot.jinjava.interpret.RenderResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;

/** The Jinja chat template a model is shipped with ({@code tokenizer_config.json} or {@code chat_template.jinja}). */
public final class ChatTemplate {
    private static final JinjavaConfig CONFIG = JinjavaConfig.newBuilder()
            .withTrimBlocks(true)
            .withLstripBlocks(true)
            .withLegacyOverrides(LegacyOverrides.newBuilder()
                    .withUsePyishObjectMapper(true)
                    .withParseWhitespaceControlStrictly(true)
                    .withUseNaturalOperatorPrecedence(true)
                    .build())
            .build();

    private final Path source;
    private final String template;
    private final String beginToken;
    private final String endToken;
    private final Jinjava jinjava = new Jinjava(CONFIG);

    private ChatTemplate(Path source, String template, String beginToken, String endToken) {
        this.source = source;
        this.template = template;
        this.beginToken = beginToken;
        this.endToken = endToken;
    }

    /** @throws ModelFormatException where the folder has no chat template */
    public static ChatTemplate load(ModelFolder folder) {
        Path file = folder.tokenizerConfig();
        JsonNode config = JsonFile.read(file);
        Path separate = folder.path().resolve("chat_template.jinja");
        String template = config.path("chat_template").asText("");
        if (template.isEmpty() && Files.isRegularFile(separate)) {
            try {
                template = Files.readString(separate, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + separate, e);
            }
        }
        if (template.isEmpty()) {
            throw new ModelFormatException(
                    file, "no chat_template", "a Jinja template", "use a model tuned for conversation, or add one");
        }
        return new ChatTemplate(
                file,
                template,
                Tokenizer.tokenText(config.path("bos_token")),
                Tokenizer.tokenText(config.path("eos_token")));
    }

    /**
     * Renders a conversation.
     *
     * @param generationPrompt whether the opening of the assistant's next turn is added
     * @throws ModelFormatException where the template does not render
     */
    public String render(List<ChatMessage> messages, boolean generationPrompt) {
        Map<String, Object> context = new HashMap<>();
        context.put(
                "messages",
                messages.stream()
                        .map(message -> Map.of("role", message.role(), "content", message.content()))
                        .toList());
        context.put("add_generation_prompt", generationPrompt);
        context.put("bos_token", beginToken);
        context.put("eos_token", endToken);
        try {
            RenderResult result = jinjava.renderForResult(template, context);
            if (result.hasErrors()) {
                // The error's own text may quote the conversation, so only its kind and place are told.
                throw broken("an error at line " + result.getErrors().get(0).getLineno() + " ("
                        + result.getErrors().get(0).getReason() + ")");
            }
            return result.getOutput();
        } catch (FatalTemplateErrorsException e) {
            throw broken("a fatal error");
        }
    }

    public String endToken() {
        return endToken;
    }

    /** SHA-256 of the template's text and its begin and end tokens, in hexadecimal. */
    public String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : List.of(template, beginToken, endToken)) {
                sha.update(part.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private ModelFormatException broken(String found) {
        return new ModelFormatException(
                source, "a chat template with " + found, "a template that renders", "repair chat_template");
    }
}
