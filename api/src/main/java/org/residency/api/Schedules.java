package org.residency.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Status;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionExecutionStartWorkflow;
import io.temporal.client.schedules.ScheduleActionResult;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.common.SearchAttributes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.residency.activities.RunId;
import org.residency.activities.TaskQueues;
import org.residency.activities.ingest.Approval;
import org.residency.identity.Role;
import org.residency.workflows.RetrainingRequest;
import org.residency.workflows.RunAttributes;
import org.residency.workflows.RunPriority;
import org.residency.workflows.ScheduledLook;
import org.residency.workflows.ScheduledRetraining;
import org.residency.workflows.ScheduledRetrainingWorkflow;

/** Retrainings that Temporal's own schedules start when their notes have changed. */
@Singleton
class Schedules {

    private static final String PREFIX = "retraining-";
    private static final Duration RESULT_WAIT = Duration.ofSeconds(2);

    private final WorkflowClient workflows;
    private final TemporalSchedules schedules;
    private final Registered registered;
    private final RunSearchAttributes searchAttributes;
    private final ObjectMapper json;

    Schedules(
            WorkflowClient workflows,
            TemporalSchedules schedules,
            Registered registered,
            RunSearchAttributes searchAttributes,
            ObjectMapper json) {
        this.workflows = workflows;
        this.schedules = schedules;
        this.registered = registered;
        this.searchAttributes = searchAttributes;
        this.json = json;
    }

    /** Makes a schedule; it looks for the first time when its hour comes. */
    void create(ScheduleRequest asked) throws JsonProcessingException {
        ObjectNode template = asked.request().deepCopy();
        template.put("run", "schedule-" + asked.schedule());
        RetrainingRequest retraining = json.treeToValue(template, RetrainingRequest.class);
        Approval.fault(retraining.consent()).ifPresent(fault -> {
            throw Refusal.badRequest("request." + fault);
        });
        registered.require("request.requester", retraining.requester(), Role.REQUESTER);
        if (retraining.priority() == RunPriority.URGENT) {
            registered.require("request.priority URGENT: requester", retraining.requester(), Role.OPERATOR);
        }
        ScheduleSpec.Builder spec = ScheduleSpec.newBuilder();
        asked.every().ifPresent(every -> spec.setIntervals(List.of(new ScheduleIntervalSpec(every))));
        asked.cron().ifPresent(cron -> spec.setCronExpressions(List.of(cron)));
        Schedule schedule = Schedule.newBuilder()
                .setAction(action(asked.schedule(), retraining))
                .setSpec(spec.build())
                .setPolicy(SchedulePolicy.newBuilder()
                        // A look that takes longer than the interval is not joined by another.
                        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                        .setCatchupWindow(Duration.ofHours(1))
                        .build())
                .build();
        asking(asked.schedule(), client -> {
            try {
                return client.createSchedule(
                        PREFIX + asked.schedule(),
                        schedule,
                        ScheduleOptions.newBuilder().build());
            } catch (ScheduleAlreadyRunningException e) {
                throw Refusal.conflict(
                        "schedule: '" + asked.schedule() + "' is there already; delete it first, or give another name");
            }
        });
    }

    private ScheduleActionStartWorkflow action(String name, RetrainingRequest retraining) {
        SearchAttributes attributes = searchAttributes.of(retraining).containsKey(RunAttributes.REQUESTER)
                ? SearchAttributes.newBuilder()
                        .set(RunAttributes.REQUESTER, retraining.requester())
                        .build()
                : SearchAttributes.EMPTY;
        return ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(ScheduledRetrainingWorkflow.class)
                .setArguments(new ScheduledRetraining(name, retraining))
                .setOptions(WorkflowOptions.newBuilder()
                        // The server appends the time.
                        .setWorkflowId("schedule-" + name)
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .setStaticSummary("Looks, for schedule " + name + ", whether the notes have changed")
                        // Not without: the SDK cannot describe a schedule that has a summary and no details.
                        .setStaticDetails("Notes: " + retraining.source() + "; asked for by " + retraining.requester())
                        .setTypedSearchAttributes(attributes)
                        .build())
                .build();
    }

    /** By name. */
    List<ScheduleView> all() {
        return asking("", client -> {
            try (Stream<ScheduleListDescription> found = client.listSchedules()) {
                return found.filter(schedule -> schedule.getScheduleId().startsWith(PREFIX))
                        .map(Schedules::brief)
                        .sorted(Comparator.comparing(ScheduleView::schedule))
                        .toList();
            }
        });
    }

    private static ScheduleView brief(ScheduleListDescription found) {
        return new ScheduleView(
                found.getScheduleId().substring(PREFIX.length()),
                found.getSchedule().getState().isPaused(),
                found.getInfo().getNextActionTimes().stream().findFirst(),
                List.of());
    }

    ScheduleView view(String name) {
        ScheduleDescription found = asking(name, client -> handle(client, name).describe());
        List<ScheduleView.Look> looks = new ArrayList<>();
        for (ScheduleActionResult action : found.getInfo().getRecentActions()) {
            looks.add(0, look(action));
        }
        return new ScheduleView(
                name,
                found.getSchedule().getState().isPaused(),
                found.getInfo().getNextActionTimes().stream().findFirst(),
                looks);
    }

    private ScheduleView.Look look(ScheduleActionResult action) {
        Instant at = action.getStartedAt();
        if (!(action.getAction() instanceof ScheduleActionExecutionStartWorkflow started)) {
            return new ScheduleView.Look(at, "failed", Optional.empty());
        }
        try {
            Optional<RunId> run = workflows
                    .newUntypedWorkflowStub(
                            started.getWorkflowId(), Optional.of(started.getFirstExecutionRunId()), Optional.empty())
                    .getResult(RESULT_WAIT.toMillis(), TimeUnit.MILLISECONDS, ScheduledLook.class)
                    .started();
            return new ScheduleView.Look(at, run.isPresent() ? "started" : "unchanged", run);
        } catch (TimeoutException e) {
            return new ScheduleView.Look(at, "looking", Optional.empty());
        } catch (WorkflowException e) {
            return new ScheduleView.Look(at, "failed", Optional.empty());
        }
    }

    void pause(String name) {
        tell(name, handle -> handle.pause("asked for through the api"));
    }

    void resume(String name) {
        tell(name, handle -> handle.unpause("asked for through the api"));
    }

    /** Looks now, whatever the hour, paused or not. */
    void trigger(String name) {
        tell(name, ScheduleHandle::trigger);
    }

    /** Ends the schedule; runs that it started go on. */
    void delete(String name) {
        tell(name, ScheduleHandle::delete);
    }

    private void tell(String name, Consumer<ScheduleHandle> order) {
        asking(name, client -> {
            order.accept(handle(client, name));
            return true;
        });
    }

    private static ScheduleHandle handle(ScheduleClient client, String name) {
        return client.getHandle(PREFIX + name);
    }

    private <T> T asking(String name, Function<ScheduleClient, T> question) {
        return schedules.ask(
                Map.of(
                        Status.Code.UNIMPLEMENTED,
                        said -> Refusal.conflict("schedule: this Temporal server has no schedules, for it is the one"
                                + " inside the local stack; use a real one: `./residency temporal install` and"
                                + " `./residency up`, or TEMPORAL_ADDRESS"),
                        Status.Code.NOT_FOUND,
                        said -> Refusal.notFound("schedule: found '" + name
                                + "', which is not there; GET /schedules lists those that are"),
                        Status.Code.INVALID_ARGUMENT,
                        said -> Refusal.badRequest("schedule: Temporal says: " + said)),
                question);
    }
}
