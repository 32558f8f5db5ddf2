package org.residency.serving;

import org.residency.llm.generation.GenerationListener;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.tokenizer.Tokenizer;

/** Hands on text as it is made. A character may be spread over several tokens: it is held back until it is whole. */
final class PieceListener implements GenerationListener {

    private static final char INCOMPLETE = '\uFFFD';

    private final Tokenizer tokenizer;
    private final PendingAnswer pending;
    private TokenIds tokensSoFar = TokenIds.of();
    private int charactersHandedOn;

    PieceListener(Tokenizer tokenizer, PendingAnswer pending) {
        this.tokenizer = tokenizer;
        this.pending = pending;
    }

    @Override
    public void onTokens(int promptIndex, int sampleIndex, TokenIds tokens) {
        tokensSoFar = tokensSoFar.then(tokens);
        String text = tokenizer.decode(tokensSoFar);
        int whole = text.length();
        while (whole > 0 && text.charAt(whole - 1) == INCOMPLETE) {
            whole--;
        }
        handOn(text.substring(0, whole));
    }

    @Override
    public boolean shouldStop() {
        return pending.isCancelled();
    }

    /** What was held back to the end. */
    void finish(String text) {
        handOn(text);
    }

    private void handOn(String text) {
        if (text.length() > charactersHandedOn) {
            pending.add(text.substring(charactersHandedOn));
            charactersHandedOn = text.length();
        }
    }
}
