package org.residency.identity;

/** What a reviewer says of de-identified notes. The reasons are fixed words: a free text could name a patient. */
public enum ReviewDecision {
    APPROVED,
    REJECTED_LEFT_IDENTIFIERS,
    REJECTED_LOST_MEDICINE,
    REJECTED_OTHER;

    public boolean approves() {
        return this == APPROVED;
    }
}
