package org.residency.serving;

/** There is no model that could answer. */
public final class NoModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoModelException(String message) {
        super(message);
    }
}
