package org.residency.llm.tokenizer;

import java.util.Objects;

/** One turn of a conversation, by the roles {@code system}, {@code user} and {@code assistant}. */
public record ChatMessage(String role, String content) {
    public ChatMessage {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(content, "content");
    }

    public static ChatMessage user(String content) {
        return new ChatMessage("user", content);
    }

    /** The text is left out: it may be a patient's. */
    @Override
    public String toString() {
        return "ChatMessage[" + role + ", " + content.length() + " characters]";
    }
}
