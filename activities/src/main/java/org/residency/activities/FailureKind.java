package org.residency.activities;

import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;

/**
 * Why an activity failed. The name is the failure's type in the history; its cause decides whether the activity is tried
 * again. Messages hold no patient text: references, counts, offsets and hashes only.
 */
public enum FailureKind {
    /** A file, field or setting is not what it must be. */
    INVALID_INPUT(Cause.INPUT),
    /** Stored bytes do not have the digest that a reference gives them. */
    CORRUPT_ARTIFACT(Cause.INPUT),
    /** Cases were to be learned from whose audit is missing, is of another shard, or did not pass. */
    UNAUDITED_DATA(Cause.INPUT),
    /** A dataset or model was to be used that holds, or has learned from, a patient who withdrew. */
    WITHDRAWN_DATA(Cause.INPUT),
    /** The loss became infinite or not a number. */
    LOSS_DIVERGED(Cause.INPUT),
    /** A signature does not verify, or the signer may not sign. */
    SIGN_OFF_REFUSED(Cause.INPUT),
    /** The candidate model did not answer its smoke prompts as it must. */
    SMOKE_TEST_FAILED(Cause.INPUT),
    /** Memory or disk ran out on the worker. */
    OUT_OF_RESOURCES(Cause.RESOURCES),
    /** The store, the serving process or another server did not answer. */
    UNREACHABLE(Cause.EXTERNAL),
    /** The worker is shutting down and has handed its work over. */
    WORKER_DRAINED(Cause.EXTERNAL),
    /** The worker died, and its successor on the same machine said so. */
    WORKER_LOST(Cause.EXTERNAL),
    /** A fault of Residency's own. */
    INTERNAL(Cause.INTERNAL);

    /** Who can mend it. */
    public enum Cause {
        /** The requester; trying again gives the same failure. */
        INPUT,
        /** The operator, or another worker. */
        RESOURCES,
        /** Time, or whoever runs the other server. */
        EXTERNAL,
        /** The developers. */
        INTERNAL
    }

    private final Cause cause;

    FailureKind(Cause cause) {
        this.cause = cause;
    }

    public Cause cause() {
        return cause;
    }

    public boolean isRetried() {
        return cause != Cause.INPUT;
    }

    /** The failure to throw from an activity. The cause's message enters history: pass only exceptions of our own. */
    public ApplicationFailure failure(String message, Throwable cause) {
        return isRetried()
                ? ApplicationFailure.newFailureWithCause(message, name(), cause)
                : ApplicationFailure.newNonRetryableFailureWithCause(message, name(), cause);
    }

    /** As {@link #failure(String, Throwable)}, without a cause. */
    public ApplicationFailure failure(String message) {
        return failure(message, null);
    }

    /** The failure of a worker that shuts down: tried again at once elsewhere, and no fault in any log. */
    public static ApplicationFailure drained(String message) {
        return ApplicationFailure.newBuilder()
                .setMessage(message)
                .setType(WORKER_DRAINED.name())
                .setCategory(ApplicationErrorCategory.BENIGN)
                .setNextRetryDelay(Duration.ofMillis(500))
                .build();
    }

    /** The failure of a worker that died: tried again at once, for whoever says so is there to do it. */
    public static ApplicationFailure lost(String message) {
        return ApplicationFailure.newBuilder()
                .setMessage(message)
                .setType(WORKER_LOST.name())
                .setNextRetryDelay(Duration.ofMillis(100))
                .build();
    }
}
