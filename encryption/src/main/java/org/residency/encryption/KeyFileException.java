package org.residency.encryption;

/** A file of payload keys that cannot be used; the message never holds key material. */
public final class KeyFileException extends RuntimeException {

    KeyFileException(String message) {
        super(message);
    }

    KeyFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
