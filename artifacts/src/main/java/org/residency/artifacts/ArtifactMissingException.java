package org.residency.artifacts;

/** Nothing lies where a reference points. */
public class ArtifactMissingException extends ArtifactStoreException {

    private static final long serialVersionUID = 1L;

    public ArtifactMissingException(String message) {
        super(message);
    }

    public ArtifactMissingException(String message, Throwable cause) {
        super(message, cause);
    }
}
