package org.residency.serving;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.residency.llm.tokenizer.ChatMessage;

/**
 * What is asked.
 *
 * @param field the request's field that the conversation came in, for what is said when it is too long
 * @param maxTokens most tokens of the answer, where fewer than the deployment allows are wanted
 * @param seed of the sampling; without one it follows from the conversation, so that the same case gets the same answer
 */
public record Question(String field, List<ChatMessage> conversation, OptionalInt maxTokens, OptionalLong seed) {

    public Question {
        Objects.requireNonNull(field, "field");
        conversation = List.copyOf(conversation);
        Objects.requireNonNull(maxTokens, "maxTokens");
        Objects.requireNonNull(seed, "seed");
    }

    /** One case, as the model was trained on. */
    public static Question ofCase(String field, String description) {
        return new Question(
                field, List.of(ChatMessage.user(description.strip())), OptionalInt.empty(), OptionalLong.empty());
    }
}
