package org.residency.identity;

/** What a clinician says of an evaluated model. The reasons are fixed words: a free text could name a patient. */
public enum Decision {
    APPROVED,
    REJECTED_UNSAFE_ANSWERS,
    REJECTED_WRONG_REASONING,
    REJECTED_INSUFFICIENT_EVIDENCE,
    REJECTED_OTHER;

    public boolean approves() {
        return this == APPROVED;
    }
}
