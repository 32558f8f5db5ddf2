package org.residency.artifacts;

/** Other bytes lie under a key already; artifacts are never overwritten. */
public class ArtifactConflictException extends ArtifactStoreException {

    private static final long serialVersionUID = 1L;

    public ArtifactConflictException(String message) {
        super(message);
    }

    public ArtifactConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
