package org.residency.worker.gpu;

/** Something that the request names cannot be used as it is; trying again does not help. The message holds no case's text. */
public final class InvalidInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidInputException(String message) {
        super(message);
    }
}
