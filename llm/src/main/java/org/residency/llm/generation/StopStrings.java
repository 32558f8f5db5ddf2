package org.residency.llm.generation;

import java.util.List;
import java.util.Objects;
import org.residency.llm.tokenizer.StreamingDecoder;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.tokenizer.Tokenizer;

/** Texts that end a completion where they appear; the token that completes one is the completion's last. */
record StopStrings(Tokenizer tokenizer, List<String> texts) {
    StopStrings {
        Objects.requireNonNull(tokenizer, "tokenizer");
        texts = List.copyOf(texts);
        if (texts.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a stop string is empty, must hold at least one character");
        }
    }

    /** Looks out for them in one sequence. */
    Watch watch() {
        return new Watch(new StreamingDecoder(tokenizer), texts);
    }

    static final class Watch {
        private final StreamingDecoder decoder;
        private final List<String> texts;
        private final int longest;
        private final StringBuilder recent = new StringBuilder();

        private Watch(StreamingDecoder decoder, List<String> texts) {
            this.decoder = decoder;
            this.texts = texts;
            this.longest = texts.stream().mapToInt(String::length).max().orElse(0);
        }

        boolean sees(int token) {
            recent.append(decoder.accept(TokenIds.of(token)));
            boolean seen = texts.stream().anyMatch(text -> recent.indexOf(text) >= 0);
            recent.delete(0, Math.max(0, recent.length() - longest));
            return seen;
        }
    }
}
