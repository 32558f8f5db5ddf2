package org.residency.serving.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.residency.serving.Answer;

/**
 * A whole answer in OpenAI's form; reasoning stands apart in {@code reasoning_content}, as servers of reasoning models
 * have it.
 *
 * @param residency what OpenAI's form has no place for
 */
record ChatCompletion(
        String id,
        String object,
        long created,
        String model,
        @JsonProperty("system_fingerprint") String systemFingerprint,
        List<Choice> choices,
        Usage usage,
        Provenance residency) {

    /** The one answer. */
    record Choice(
            int index,
            Message message,
            @JsonProperty("finish_reason") String finishReason) {}

    /** The answer's text. */
    record Message(
            String role,
            String content,
            @JsonProperty("reasoning_content") String reasoningContent) {}

    /** Tokens of question and answer. */
    record Usage(
            @JsonProperty("prompt_tokens") int promptTokens,
            @JsonProperty("completion_tokens") int completionTokens,
            @JsonProperty("total_tokens") int totalTokens) {

        static Usage of(Answer answer) {
            return new Usage(
                    answer.promptTokens(),
                    answer.completionTokens(),
                    answer.promptTokens() + answer.completionTokens());
        }
    }

    /** Which model answered for which deployment, and who decides. */
    record Provenance(String model, Optional<Integer> deployment, boolean wellFormed, String notice) {

        static Provenance of(Answer answer) {
            return new Provenance(
                    answer.model(), answer.deployment(), answer.parsed().isWellFormed(), Answer.NOTICE);
        }
    }

    static ChatCompletion of(Answer answer, String id, long created) {
        Message message = new Message(
                "assistant", answer.parsed().answer(), answer.parsed().reasoning());
        return new ChatCompletion(
                id,
                "chat.completion",
                created,
                ChatModel.NAME,
                answer.model().substring(0, 12),
                List.of(new Choice(0, message, finishReason(answer))),
                Usage.of(answer),
                Provenance.of(answer));
    }

    static String finishReason(Answer answer) {
        return answer.ended() ? "stop" : "length";
    }
}
