package org.residency.workflows;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.residency.activities.FailureKind;
import org.residency.activities.TaskQueues;

/**
 * How long each activity may take, and how soon a dead worker is noticed.
 *
 * <p>Attempts are not counted: a worker that is drained, restarted or killed costs one each time and is no reason to give
 * up hours of training. What bounds the retries is the time over all attempts. An activity with a heartbeat timeout must
 * beat in every phase (fetching, loading, storing), not only while it trains.
 */
enum StageOptions {
    /** Reads all of the notes, which may lie far away. */
    DIGEST_SOURCE(TaskQueues.CPU, Duration.ofHours(1), Duration.ofHours(6), Beats.ON_CPU),
    IMPORT_BASE_MODEL(TaskQueues.GPU, Duration.ofHours(2), Duration.ofHours(12), Beats.ON_GPU),
    INGEST(TaskQueues.CPU, Duration.ofHours(4), Duration.ofDays(1), Beats.ON_CPU),
    DEIDENTIFY_SHARD(TaskQueues.CPU, Duration.ofMinutes(30), Duration.ofHours(12), Beats.ON_CPU),
    AUDIT_SHARD(TaskQueues.CPU, Duration.ofMinutes(30), Duration.ofHours(12), Beats.ON_CPU),
    PUBLISH_DATASET(TaskQueues.CPU, Duration.ofMinutes(2), Duration.ofHours(2), Beats.NONE),
    SFT(TaskQueues.GPU, Duration.ofDays(2), Duration.ofDays(7), Beats.ON_GPU),
    SAMPLE_ROLLOUTS(TaskQueues.GPU, Duration.ofHours(4), Duration.ofDays(2), Beats.ON_GPU),
    REWARD_ROLLOUTS(TaskQueues.CPU, Duration.ofHours(1), Duration.ofDays(1), Beats.ON_CPU),
    UPDATE_POLICY(TaskQueues.GPU, Duration.ofHours(4), Duration.ofDays(2), Beats.ON_GPU),
    MERGE(TaskQueues.GPU, Duration.ofHours(2), Duration.ofDays(1), Beats.ON_GPU),
    EVALUATE_MODEL(TaskQueues.GPU, Duration.ofHours(12), Duration.ofDays(3), Beats.ON_GPU),
    COMPARE_MODELS(TaskQueues.CPU, Duration.ofMinutes(30), Duration.ofHours(6), Beats.ON_CPU),
    /** Manifests, lists of clinicians, the deployment log: small reads and writes. */
    BOOKKEEPING(TaskQueues.CPU, Duration.ofSeconds(30), Duration.ofDays(1), Beats.NONE),
    /** Digests the artifacts of an earlier result anew. */
    FIND_RESULT(TaskQueues.CPU, Duration.ofMinutes(10), Duration.ofHours(6), Beats.NONE),
    /** A clinician waits for the answer. */
    RECORD_STATEMENT(TaskQueues.CPU, Duration.ofSeconds(30), Duration.ofMinutes(10), Beats.NONE),
    NOTIFY(TaskQueues.CPU, Duration.ofSeconds(30), Duration.ofHours(1), Beats.NONE),
    DEPLOYMENT(TaskQueues.CPU, Duration.ofMinutes(15), Duration.ofHours(1), Beats.ON_CPU),
    /** Lists the whole store and reads every manifest in it. */
    HOUSEKEEPING(TaskQueues.CPU, Duration.ofHours(1), Duration.ofHours(6), Beats.NONE),
    COMPENSATION(TaskQueues.CPU, Duration.ofMinutes(2), Duration.ofMinutes(15), Beats.NONE);

    /** After how long without a heartbeat an attempt is given to another worker. */
    private static final class Beats {
        private static final Duration ON_GPU = Duration.ofSeconds(20);
        private static final Duration ON_CPU = Duration.ofSeconds(30);
        private static final Duration NONE = null;
    }

    private final String taskQueue;
    private final Duration oneAttempt;
    private final Duration allAttempts;
    private final Duration heartbeat;

    StageOptions(String taskQueue, Duration oneAttempt, Duration allAttempts, Duration heartbeat) {
        this.taskQueue = taskQueue;
        this.oneAttempt = oneAttempt;
        this.allAttempts = allAttempts;
        this.heartbeat = heartbeat;
    }

    /**
     * The options of one activity.
     *
     * @param summary what Temporal's own UI says beside it, at most 400 bytes
     */
    ActivityOptions summarized(String summary) {
        return ActivityOptions.newBuilder()
                .setSummary(summary)
                .setTaskQueue(taskQueue)
                .setStartToCloseTimeout(oneAttempt)
                .setScheduleToCloseTimeout(allAttempts)
                .setHeartbeatTimeout(heartbeat)
                .setRetryOptions(RetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofSeconds(1))
                        .setBackoffCoefficient(2)
                        .setMaximumInterval(Duration.ofMinutes(1))
                        .setDoNotRetry(notRetried())
                        .build())
                // A cancelled stage has ended only when its worker says so: until then the device is not free.
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                // Another process does the work, so there is nothing to start eagerly.
                .setDisableEagerExecution(true)
                .build();
    }

    /** The options of a child workflow, which ends before its parent does. */
    static ChildWorkflowOptions ofChild(String id, String summary) {
        return ChildWorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setStaticSummary(summary)
                .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                .build();
    }

    private static String[] notRetried() {
        Stream<String> ours = Arrays.stream(FailureKind.values())
                .filter(kind -> !kind.isRetried())
                .map(Enum::name);
        // The same code on the same input would do the same again.
        Stream<String> bugs = Stream.of(
                        IllegalArgumentException.class, NullPointerException.class, ClassCastException.class)
                .map(Class::getName);
        return Stream.concat(ours, bugs).toArray(String[]::new);
    }
}
