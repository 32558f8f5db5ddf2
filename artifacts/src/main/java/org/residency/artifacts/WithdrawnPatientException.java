package org.residency.artifacts;

/** A dataset or model may be used no longer: it holds, or has learned from, a patient who withdrew. */
public final class WithdrawnPatientException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WithdrawnPatientException(String message) {
        super(message);
    }
}
