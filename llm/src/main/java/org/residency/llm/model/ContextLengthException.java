package org.residency.llm.model;

/** A sequence longer than the model's context. */
public final class ContextLengthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ContextLengthException(int found, int limit) {
        super("sequence of %d tokens; the context holds %d; shorten the prompt or ask for fewer tokens"
                .formatted(found, limit));
    }

    /** Throws where a sequence is longer than the limit. */
    public static void require(int found, int limit) {
        if (found > limit) {
            throw new ContextLengthException(found, limit);
        }
    }
}
