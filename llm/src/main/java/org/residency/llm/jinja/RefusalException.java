package org.residency.llm.jinja;

/** A template's own {@code raise_exception}. Its words may quote the conversation. */
public final class RefusalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusalException(String message) {
        super(message);
    }
}
