package org.residency.workflows;

import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * Small reads and writes, done by the very worker that takes the run's step. Asked for as an activity, each costs the server
 * five events and the run a wait in two queues, which was most of what order cost.
 *
 * <p>It has {@link #PATIENCE}, and one attempt. Where that fails, for whatever reason, it is asked for as an activity after
 * all, which is tried again for as long as its options say, and which operators see; what fails there has failed.
 */
final class OnTheSpot {

    /** Runs that an older version began ask for activities. */
    private static final String BOOKKEEPING_ON_THE_SPOT = "bookkeeping-on-the-spot";

    /** Well under the ten seconds that the server gives a worker for a step. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private OnTheSpot() {}

    /**
     * What {@code call} of an activity comes to.
     *
     * @param otherwise the options of the activity, where it cannot be done on the spot
     * @param summary what Temporal's own UI says beside it, at most 400 bytes
     */
    static <A, R> R call(Class<A> activities, StageOptions otherwise, String summary, Functions.Func1<A, R> call) {
        if (isWanted()) {
            try {
                return call.apply(Workflow.newLocalActivityStub(activities, options(summary)));
            } catch (ActivityFailure e) {
                Workflow.getLogger(OnTheSpot.class).info("Not done on the spot, so an activity does it: {}", summary);
            }
        }
        return call.apply(Workflow.newActivityStub(activities, otherwise.summarized(summary)));
    }

    /** Whether this run was begun by a version that does so. */
    static boolean isWanted() {
        return Workflow.getVersion(BOOKKEEPING_ON_THE_SPOT, Workflow.DEFAULT_VERSION, 1) == 1;
    }

    private static LocalActivityOptions options(String summary) {
        return LocalActivityOptions.newBuilder()
                .setSummary(summary)
                .setScheduleToCloseTimeout(PATIENCE)
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                // They can be had again from what the workflow knows.
                .setDoNotIncludeArgumentsIntoMarker(true)
                .build();
    }
}
