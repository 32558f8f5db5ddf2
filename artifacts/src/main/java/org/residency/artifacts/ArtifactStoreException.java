package org.residency.artifacts;

/** The store could not do what was asked; trying again later may help. */
public class ArtifactStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ArtifactStoreException(String message) {
        super(message);
    }

    public ArtifactStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
