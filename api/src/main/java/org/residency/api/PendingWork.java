package org.residency.api;

import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.residency.activities.Progress;
import org.residency.activities.Stage;

/** Reads from the server what a run's pending activities last said by heartbeat, and why they are tried again. */
@Singleton
class PendingWork {
    private final WorkflowClient client;
    private final DataConverter dataConverter;
    private final TemporalCalls calls;

    PendingWork(WorkflowClient client, DataConverter dataConverter, TemporalCalls calls) {
        this.client = client;
        this.dataConverter = dataConverter;
        this.calls = calls;
    }

    /** What runs now. */
    record Found(List<Progress> progress, List<RunView.Retry> retries) {}

    /**
     * @param stage where the run says it is; heartbeats of other stages are left out
     * @param children ids of the child workflows whose activities belong to that stage
     */
    Found of(WorkflowExecutionDescription run, Optional<Stage> stage, List<String> children, Duration wait) {
        List<PendingActivityInfo> activities =
                new ArrayList<>(run.getRawDescription().getPendingActivitiesList());
        List<Progress> counts = new ArrayList<>();
        for (String child : children) {
            try {
                activities.addAll(calls.within(wait, client.newUntypedWorkflowStub(child)::describe)
                        .getRawDescription()
                        .getPendingActivitiesList());
                counts.add(calls.within(
                        wait, () -> client.newUntypedWorkflowStub(child).query("progress", Progress.class)));
            } catch (WorkflowException e) {
                // Not started yet, or its worker is away: what is known of the others is shown.
            }
        }
        List<Progress> progress = new ArrayList<>();
        activities.forEach(activity -> heartbeat(activity).ifPresent(progress::add));
        progress.addAll(counts);
        return new Found(
                progress.stream()
                        .filter(found -> stage.isEmpty() || stage.get() == found.stage())
                        .toList(),
                activities.stream()
                        .filter(activity -> activity.getAttempt() > 1 && activity.hasLastFailure())
                        .map(this::retry)
                        .toList());
    }

    private Optional<Progress> heartbeat(PendingActivityInfo activity) {
        if (!activity.hasHeartbeatDetails()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(dataConverter.fromPayloads(
                    0, Optional.of(activity.getHeartbeatDetails()), Progress.class, Progress.class));
        } catch (DataConverterException e) {
            return Optional.empty();
        }
    }

    private RunView.Retry retry(PendingActivityInfo activity) {
        return new RunView.Retry(
                activity.getActivityType().getName(),
                activity.getAttempt(),
                RunFailure.of(dataConverter.failureToException(activity.getLastFailure())));
    }
}
