package org.residency.api;

import io.temporal.failure.ApplicationFailure;
import java.util.Objects;
import org.residency.activities.FailureKind;

/**
 * Why a run, or one attempt at an activity, failed.
 *
 * @param kind name of a {@link FailureKind}, or the type that Temporal gives where it is none of ours
 */
public record RunFailure(String kind, String message) {

    public RunFailure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(message, "message");
    }

    /** The innermost failure of ours in a chain of causes: what Temporal wraps around it says less. */
    static RunFailure of(Throwable failure) {
        Throwable deepest = failure;
        ApplicationFailure ours = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            deepest = cause;
            if (cause instanceof ApplicationFailure application) {
                ours = application;
            }
        }
        if (ours != null) {
            return new RunFailure(ours.getType(), String.valueOf(ours.getOriginalMessage()));
        }
        return new RunFailure(FailureKind.INTERNAL.name(), String.valueOf(deepest.getMessage()));
    }
}
