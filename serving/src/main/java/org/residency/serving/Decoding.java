package org.residency.serving;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.residency.artifacts.ServedSettings;
import org.residency.llm.LanguageModel;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.tokenizer.TokenIds;

/** A question as the model takes it: the very form it was trained on, and the settings it was evaluated with. */
record Decoding(TokenIds prompt, SamplingSettings settings) {

    static Decoding of(ServedModel model, Question question) {
        LanguageModel languageModel = model.languageModel();
        ServedSettings served = model.settings();
        String text = languageModel.reasoningFormat().prompt(question.conversation());
        TokenIds prompt = languageModel.tokenizer().encode(text);
        int maxTokens =
                Math.min(served.maxCompletionTokens(), question.maxTokens().orElse(served.maxCompletionTokens()));
        int most = languageModel.config().contextLength() - maxTokens;
        if (prompt.size() > most) {
            throw new InvalidRequestException(
                    question.field(),
                    "found " + prompt.size() + " tokens, expected " + most + " at most beside an answer of " + maxTokens
                            + "; shorten the text");
        }
        long seed = question.seed().orElseGet(() -> seedOf(text));
        return new Decoding(prompt, new SamplingSettings(served.temperature(), 0, served.topP(), maxTokens, seed));
    }

    private static long seedOf(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
