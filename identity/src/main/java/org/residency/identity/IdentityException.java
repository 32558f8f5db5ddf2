package org.residency.identity;

/** A key or an entry of the register is missing, taken, damaged or unsafe. The message says which and what to do. */
public final class IdentityException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public IdentityException(String message) {
        super(message);
    }

    public IdentityException(String message, Throwable cause) {
        super(message, cause);
    }
}
