package org.residency.artifacts;

/** The stored bytes do not have the digest of their reference. */
public class ArtifactCorruptException extends ArtifactStoreException {

    private static final long serialVersionUID = 1L;

    public ArtifactCorruptException(String message) {
        super(message);
    }

    public ArtifactCorruptException(String message, Throwable cause) {
        super(message, cause);
    }
}
