package org.residency.identity;

/** What a person may do. */
public enum Role {
    /** Starts runs. */
    REQUESTER,
    /** Answers for the data a run is given. */
    DATA_STEWARD,
    /** Signs, or refuses to sign, a model's evaluation. */
    CLINICIAN,
    /** Pauses, cancels and rolls back. */
    OPERATOR,
    /** Reads everything but the notes. */
    AUDITOR
}
