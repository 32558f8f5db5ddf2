package org.residency.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a run goes on. */
public enum RunState {
    /** It works, or waits for a worker or a clinician. */
    RUNNING,
    /** It was paused, and waits to be resumed. */
    PAUSED,
    /** It ended with an outcome, be it a no. */
    COMPLETED,
    /** A fault ended it. */
    FAILED,
    /** It was cancelled. */
    CANCELLED,
    /** It was asked for, but the Temporal server does not know it: the server lost its memory, or never got it. */
    LOST;

    /** The word in JSON. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isEnded() {
        return this != RUNNING && this != PAUSED;
    }
}
