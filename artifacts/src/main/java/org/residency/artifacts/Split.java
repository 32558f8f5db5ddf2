package org.residency.artifacts;

/** What a case is used for. */
public enum Split {
    /** Trained on. */
    TRAIN,
    /** Watched while training. */
    VALIDATION,
    /** Evaluated on, and by nothing else. */
    TEST
}
