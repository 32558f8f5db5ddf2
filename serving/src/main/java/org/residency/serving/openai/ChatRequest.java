package org.residency.serving.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.residency.llm.tokenizer.ChatMessage;
import org.residency.serving.InvalidRequestException;
import org.residency.serving.Question;

/**
 * A request for a chat completion. Temperature, top_p and the like are not read: a model decodes with the settings it was
 * evaluated and signed with.
 *
 * @param model {@code residency}, or nothing
 * @param stream whether the answer comes piece by piece
 * @param maxTokens most tokens of the answer; never more than the deployment allows
 * @param maxCompletionTokens the newer name of the same
 * @param seed of the sampling; without one it follows from the messages
 * @param n how many answers; 1
 */
public record ChatRequest(
        String model,
        List<Message> messages,
        Boolean stream,
        @JsonProperty("max_tokens") Integer maxTokens,
        @JsonProperty("max_completion_tokens") Integer maxCompletionTokens,
        Long seed,
        Integer n) {

    private static final Set<String> ROLES = Set.of("system", "user", "assistant");

    /**
     * One message.
     *
     * @param content a text, or a list of parts of the type {@code text}
     */
    public record Message(
            String role, @Schema(type = SchemaType.STRING) JsonNode content) {}

    boolean isStreamed() {
        return Boolean.TRUE.equals(stream);
    }

    /**
     * What is asked.
     *
     * @throws InvalidRequestException where a field cannot be used
     */
    Question question(int maxCharacters) {
        if (model != null && !model.equals(ChatModel.NAME)) {
            throw new InvalidRequestException("model", "found another name, expected " + ChatModel.NAME);
        }
        if (n != null && n != 1) {
            throw new InvalidRequestException("n", "found " + n + ", expected 1; ask again for another answer");
        }
        if (messages == null || messages.isEmpty()) {
            throw new InvalidRequestException("messages", "found none, expected at least one of the role user");
        }
        List<ChatMessage> conversation = new ArrayList<>();
        int characters = 0;
        for (int i = 0; i < messages.size(); i++) {
            ChatMessage message = message("messages[" + i + "]", messages.get(i));
            characters += message.content().length();
            conversation.add(message);
        }
        if (characters > maxCharacters) {
            throw new InvalidRequestException(
                    "messages",
                    "found " + characters + " characters, expected " + maxCharacters + " at most; shorten the text");
        }
        ChatMessage last = conversation.get(conversation.size() - 1);
        if (!last.role().equals("user") || last.content().isEmpty()) {
            throw new InvalidRequestException(
                    "messages", "found a last message that asks nothing, expected one of the role user, with text");
        }
        return new Question(
                "messages", conversation, mostTokens(), seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
    }

    private OptionalInt mostTokens() {
        Integer most = maxCompletionTokens == null ? maxTokens : maxCompletionTokens;
        if (most != null && most < 1) {
            throw new InvalidRequestException("max_tokens", "found " + most + ", expected 1 or more");
        }
        return most == null ? OptionalInt.empty() : OptionalInt.of(most);
    }

    private static ChatMessage message(String field, Message message) {
        if (message == null || message.role() == null || !ROLES.contains(message.role())) {
            throw new InvalidRequestException(
                    field + ".role", "found none or one that is not known, expected one of system, user, assistant");
        }
        return new ChatMessage(message.role(), text(field + ".content", message.content()));
    }

    private static String text(String field, JsonNode content) {
        if (content != null && content.isTextual()) {
            return content.asText().strip();
        }
        if (content == null || !content.isArray()) {
            throw new InvalidRequestException(field, "found no text, expected a text or a list of parts of type text");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("type").asText().equals("text")) {
                throw new InvalidRequestException(field, "found a part of another type, expected text alone");
            }
            text.append(part.path("text").asText());
        }
        return text.toString().strip();
    }

    /** The text is left out: it is a patient's. */
    @Override
    public String toString() {
        return "ChatRequest[" + (messages == null ? 0 : messages.size()) + " messages]";
    }
}
