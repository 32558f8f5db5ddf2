package org.residency.serving.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.residency.serving.Answer;

/** A piece of an answer in OpenAI's form; the last one has no text but usage and provenance. */
record ChatChunk(
        String id,
        String object,
        long created,
        String model,
        List<Choice> choices,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ChatCompletion.Usage> usage,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ChatCompletion.Provenance> residency) {

    private static final String OBJECT = "chat.completion.chunk";

    /** The one answer's next piece. */
    record Choice(
            int index,
            Delta delta,
            @JsonProperty("finish_reason") Optional<String> finishReason) {}

    /** What is added. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Delta(
            Optional<String> role,
            Optional<String> content,
            @JsonProperty("reasoning_content") Optional<String> reasoningContent) {}

    static ChatChunk opening(String id, long created) {
        return of(id, created, new Delta(Optional.of("assistant"), Optional.empty(), Optional.empty()));
    }

    static ChatChunk reasoning(String id, long created, String text) {
        return of(id, created, new Delta(Optional.empty(), Optional.empty(), Optional.of(text)));
    }

    static ChatChunk content(String id, long created, String text) {
        return of(id, created, new Delta(Optional.empty(), Optional.of(text), Optional.empty()));
    }

    static ChatChunk closing(String id, long created, Answer answer) {
        Choice choice = new Choice(
                0,
                new Delta(Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.of(ChatCompletion.finishReason(answer)));
        return new ChatChunk(
                id,
                OBJECT,
                created,
                ChatModel.NAME,
                List.of(choice),
                Optional.of(ChatCompletion.Usage.of(answer)),
                Optional.of(ChatCompletion.Provenance.of(answer)));
    }

    private static ChatChunk of(String id, long created, Delta delta) {
        return new ChatChunk(
                id,
                OBJECT,
                created,
                ChatModel.NAME,
                List.of(new Choice(0, delta, Optional.empty())),
                Optional.empty(),
                Optional.empty());
    }
}
