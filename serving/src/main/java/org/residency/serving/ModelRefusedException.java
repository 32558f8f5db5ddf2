package org.residency.serving;

/** A model that must not be served: its bytes or its chain of manifests do not verify, or it cannot be read. */
public final class ModelRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ModelRefusedException(String message) {
        super(message);
    }
}
