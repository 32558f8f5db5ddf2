package org.residency.llm.model;

/** A sequence longer than the model's context. */
public final class ContextLengthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ContextLengthException(int found, int limit) {
        super("sequence of %d tokens; the context holds %d; shorten the prompt or ask for fewer tokens"
                .formatted(found, limit));
    }
}
