package org.residency.llm.tokenizer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * How a case, its reasoning and its answer are written, the same bytes in training, evaluation and serving: the chat
 * template's user turn and generation prompt, then {@code <think>\n}, the reasoning, {@code \n</think>\n\n}, the answer
 * and the end token.
 */
public final class ReasoningFormat {
    private static final String OPEN_TAG = "<think>";
    private static final String OPEN = OPEN_TAG + "\n";
    private static final String CLOSE_TAG = "</think>";
    private static final String CLOSE = "\n</think>\n\n";

    private final Tokenizer tokenizer;
    private final ChatTemplate chatTemplate;

    public ReasoningFormat(Tokenizer tokenizer, ChatTemplate chatTemplate) {
        this.tokenizer = Objects.requireNonNull(tokenizer, "tokenizer");
        this.chatTemplate = Objects.requireNonNull(chatTemplate, "chatTemplate");
    }

    public ChatTemplate chatTemplate() {
        return chatTemplate;
    }

    /** A case as the model sees it, up to and with {@code <think>\n}. */
    public String prompt(String caseText) {
        return prompt(List.of(ChatMessage.user(caseText.strip())));
    }

    /** A conversation as the model sees it, up to and with {@code <think>\n}. */
    public String prompt(List<ChatMessage> messages) {
        String rendered = chatTemplate.render(messages, true);
        // DeepSeek's R1 distillations open the tag in the template itself.
        return rendered.endsWith(OPEN) ? rendered : rendered + OPEN;
    }

    /** What the model should write after the prompt, its end token included. */
    public String target(String reasoning, String answer) {
        return reasoning.strip() + CLOSE + answer.strip() + chatTemplate.endToken();
    }

    public TokenIds encodePrompt(String caseText) {
        return tokenizer.encode(prompt(caseText));
    }

    /** Tokens of {@link #target}. */
    public TokenIds encodeTarget(String reasoning, String answer) {
        return tokenizer.encode(target(reasoning, answer));
    }

    /** Tokens of {@link #target} of a completion that somebody wrote: without {@code </think>} it is an answer alone. */
    public TokenIds encodeCompletion(String completion) {
        String text = completion.startsWith(OPEN_TAG) ? completion.substring(OPEN_TAG.length()) : completion;
        int close = text.indexOf(CLOSE_TAG);
        return close < 0
                ? encodeTarget("", text)
                : encodeTarget(text.substring(0, close), text.substring(close + CLOSE_TAG.length()));
    }

    /** Takes a completion's text (after {@link #prompt}) apart. */
    public ReasonedAnswer parse(String completion) {
        int close = completion.indexOf(CLOSE_TAG);
        if (close < 0) {
            return new ReasonedAnswer(completion.strip(), "", false);
        }
        String answer = completion.substring(close + CLOSE_TAG.length());
        return new ReasonedAnswer(completion.substring(0, close).strip(), answer.strip(), !answer.contains(CLOSE_TAG));
    }

    /** SHA-256 of the form: equal digests write equal bytes. */
    public String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            String form = String.join("\u0000", chatTemplate.digest(), OPEN, CLOSE);
            return HexFormat.of().formatHex(sha.digest(form.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
