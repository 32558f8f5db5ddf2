package org.residency.workflows;

import io.temporal.failure.CanceledFailure;

/** Tells a cancelled activity or child from one that failed. */
final class Cancellation {

    private Cancellation() {}

    static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CanceledFailure) {
                return true;
            }
        }
        return false;
    }
}
