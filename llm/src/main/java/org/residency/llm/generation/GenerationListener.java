package org.residency.llm.generation;

import org.residency.llm.tokenizer.TokenIds;

/** Told of new tokens as they come, a few at a time, on the generating thread. */
@FunctionalInterface
public interface GenerationListener {
    GenerationListener SILENT = (promptIndex, sampleIndex, tokens) -> {};

    void onTokens(int promptIndex, int sampleIndex, TokenIds tokens);

    /** Asked between blocks of tokens; true ends all sequences where they are. */
    default boolean shouldStop() {
        return false;
    }
}
