package org.residency.serving;

/** As many requests wait as may. */
public final class QueueFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    QueueFullException(Throwable cause) {
        super("Too many requests are waiting; try again in a few seconds", cause);
    }
}
