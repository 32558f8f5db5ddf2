package org.residency.api;

import io.grpc.Status;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.residency.activities.TaskQueues;
import org.residency.activities.housekeeping.TidiedStore;
import org.residency.identity.Role;
import org.residency.workflows.HousekeepingWorkflow;

/** Has the store tidied, now or every so often. */
@Singleton
class StoreTidying {

    private static final Map<Status.Code, Function<String, Refusal>> REFUSALS = Map.of(
            Status.Code.UNIMPLEMENTED,
            said -> Refusal.conflict(
                    "every: the Temporal server inside the local stack has no schedules; use a real one"
                            + " (./residency temporal install), or ask without it"),
            Status.Code.NOT_FOUND,
            said -> Refusal.notFound("housekeeping is on no schedule"));

    private final WorkflowClient workflows;
    private final TemporalSchedules schedules;
    private final Registered registered;
    private final Duration wait;

    StoreTidying(WorkflowClient workflows, TemporalSchedules schedules, Registered registered, ApiConfig config) {
        this.workflows = workflows;
        this.schedules = schedules;
        this.registered = registered;
        this.wait = config.api().rollbackWait();
    }

    /** Tidies, and waits until it is done. */
    TidiedStore tidy(TidyingRequest asked) {
        registered.require("operator", asked.operator(), Role.OPERATOR);
        HousekeepingWorkflow workflow = workflows.newWorkflowStub(HousekeepingWorkflow.class, options(asked));
        try {
            WorkflowClient.start(workflow::tidy, asked.request());
        } catch (WorkflowExecutionAlreadyStarted e) {
            throw Refusal.conflict("housekeeping goes on already; ask again when it is done");
        }
        try {
            return workflows
                    .newUntypedWorkflowStub(HousekeepingWorkflow.WORKFLOW_ID)
                    .getResult(wait.toMillis(), TimeUnit.MILLISECONDS, TidiedStore.class);
        } catch (WorkflowFailedException e) {
            throw Refusal.unavailable("the store was not tidied: "
                    + RunFailure.of(e.getCause()).message() + "; nothing that is needed was touched");
        } catch (TimeoutException e) {
            throw Refusal.unavailable("housekeeping goes on, but was not done within " + wait.toSeconds()
                    + " s; its workflow is named " + HousekeepingWorkflow.WORKFLOW_ID);
        }
    }

    /** Has it done every so often, in place of how often it was before. */
    void schedule(TidyingRequest asked) {
        registered.require("operator", asked.operator(), Role.OPERATOR);
        Schedule schedule = Schedule.newBuilder()
                .setAction(ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(HousekeepingWorkflow.class)
                        .setArguments(asked.request())
                        .setOptions(options(asked))
                        .build())
                .setSpec(ScheduleSpec.newBuilder()
                        .setIntervals(
                                List.of(new ScheduleIntervalSpec(asked.every().orElseThrow())))
                        .build())
                .setPolicy(SchedulePolicy.newBuilder()
                        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                        .build())
                .build();
        try {
            endSchedule();
        } catch (Refusal e) {
            // There was none, or none can be: then the next call says so.
        }
        schedules.ask(
                REFUSALS,
                client -> client.createSchedule(
                        HousekeepingWorkflow.WORKFLOW_ID,
                        schedule,
                        ScheduleOptions.newBuilder().build()));
    }

    void endSchedule() {
        schedules.ask(REFUSALS, client -> {
            client.getHandle(HousekeepingWorkflow.WORKFLOW_ID).delete();
            return true;
        });
    }

    private static WorkflowOptions options(TidyingRequest asked) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(HousekeepingWorkflow.WORKFLOW_ID)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setStaticSummary("Housekeeping, asked for by " + asked.operator())
                // Not without: the SDK cannot describe a schedule that has a summary and no details.
                .setStaticDetails(asked.request().policy().toString())
                .build();
    }
}
