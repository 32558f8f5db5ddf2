package org.residency.llm.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.testing.Reference;

class TokenizerTest {
    private final Reference reference = new Reference();
    private final ModelFolder folder = ModelFolder.open(Reference.file("tiny"));

    @Test
    void encodesAndDecodesAsTransformersDoes() {
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            for (JsonNode encoding : reference.get("encodings")) {
                TokenIds tokens = tokenizer.encode(encoding.get("text").asText());
                assertThat(tokens)
                        .isEqualTo(Reference.tokens(
                                        new ObjectMapper().createArrayNode().add(encoding.get("ids")))
                                .get(0));
                assertThat(tokenizer.decode(tokens))
                        .isEqualTo(encoding.get("decoded").asText());
            }
            assertThat(tokenizer.endTokens()).containsExactly(1);
            assertThat(tokenizer.addedToken("</think>")).contains(6);
        }
    }

    @Test
    void rendersTheChatAsTransformersDoes() {
        ChatTemplate template = ChatTemplate.load(folder);
        for (JsonNode chat : reference.get("chat")) {
            List<ChatMessage> messages = new ArrayList<>();
            chat.get("messages")
                    .forEach(message -> messages.add(new ChatMessage(
                            message.get("role").asText(), message.get("content").asText())));
            assertThat(template.render(messages, chat.get("generation_prompt").asBoolean()))
                    .isEqualTo(chat.get("text").asText());
        }
    }

    @Test
    void writesReasoningSoThatItReadsAgain() {
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            ReasoningFormat format = new ReasoningFormat(tokenizer, ChatTemplate.load(folder));
            assertThat(format.prompt("A man with fever. "))
                    .isEqualTo("<s><|user|>\nA man with fever.\n<|assistant|>\n<think>\n");
            String target = format.target("It is the lung.\n", "pneumonia");
            assertThat(target).isEqualTo("It is the lung.\n</think>\n\npneumonia</s>");
            TokenIds tokens = format.encodeTarget("It is the lung.", "pneumonia");
            assertThat(tokens.get(tokens.size() - 1)).isEqualTo(1);
            String completion = tokenizer.decodeWithSpecialTokens(tokens);
            assertThat(format.parse(completion.replace("</s>", "")))
                    .isEqualTo(new ReasonedAnswer("It is the lung.", "pneumonia", true));
            assertThat(format.parse("never closed")).isEqualTo(new ReasonedAnswer("never closed", "", false));
            assertThat(format.parse("a</think>b</think>c").closed()).isFalse();
            assertThat(format.digest()).hasSize(64);
        }
    }
}
