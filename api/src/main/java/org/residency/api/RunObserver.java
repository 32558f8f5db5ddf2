package org.residency.api;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.residency.activities.Progress;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.workflows.DeidentificationRequest;
import org.residency.workflows.GrpoRequest;
import org.residency.workflows.RetrainingRequest;
import org.residency.workflows.RetrainingWorkflow;
import org.residency.workflows.RunOutcome;
import org.residency.workflows.RunStatus;

/** Looks at runs: at what their workflows say, at what runs now, and at what is kept of those that have ended. */
@Singleton
class RunObserver implements RunViews {
    private static final Duration OUTCOME_WAIT = Duration.ofSeconds(5);

    private final WorkflowClient client;
    private final TemporalCalls calls;
    private final PendingWork pendingWork;
    private final RunArchive archive;
    private final LastHeard lastHeard;
    private final Duration queryWait;

    RunObserver(
            WorkflowClient client,
            TemporalCalls calls,
            PendingWork pendingWork,
            RunArchive archive,
            LastHeard lastHeard,
            ApiConfig config) {
        this.client = client;
        this.calls = calls;
        this.pendingWork = pendingWork;
        this.archive = archive;
        this.lastHeard = lastHeard;
        this.queryWait = config.api().queryWait();
    }

    /**
     * The run as it stands now.
     *
     * @throws Refusal if nobody ever asked for it
     */
    @Override
    public RunView view(RunId run) {
        return archive.ended(run).orElseGet(() -> look(run, queryWait));
    }

    /**
     * The runs that were asked for here, newest first.
     *
     * @param most no more than so many
     */
    @Override
    public List<RunView> newest(int most) {
        List<RunView> views = new ArrayList<>();
        Duration patience = queryWait;
        for (RunId run : archive.runs().stream().limit(most).toList()) {
            Duration wait = patience;
            RunView view = archive.ended(run).orElseGet(() -> look(run, wait));
            views.add(view);
            if (!view.upToDate()) {
                // No worker answers: the list must not wait for each of the runs in turn.
                patience = Duration.ofMillis(100);
            }
        }
        return views;
    }

    private RunView look(RunId run, Duration wait) {
        WorkflowStub workflow = client.newUntypedWorkflowStub(run.value());
        WorkflowExecutionDescription description;
        try {
            description = calls.within(Duration.ofSeconds(10), workflow::describe);
        } catch (WorkflowNotFoundException e) {
            return lost(run);
        }
        Optional<RunStatus> answer = query(run, wait);
        PendingWork.Found pending =
                pendingWork.of(description, answer.map(RunStatus::stage), children(run, answer), wait);
        RunStatus known =
                answer.or(() -> lastHeard.of(run)).or(() -> asked(run, pending)).orElse(null);
        RunView view = new RunView(
                run,
                state(description, answer),
                Optional.ofNullable(known),
                answer.isPresent(),
                pending.progress(),
                pending.retries(),
                Optional.empty(),
                Optional.of(description.getStartTime()),
                Optional.ofNullable(description.getCloseTime()));
        return view.isEnded() ? ended(view, workflow) : view;
    }

    private Optional<RunStatus> query(RunId run, Duration wait) {
        try {
            RunStatus status = calls.within(
                    wait,
                    () -> client.newWorkflowStub(RetrainingWorkflow.class, run.value())
                            .status());
            lastHeard.keep(run, status);
            return Optional.of(status);
        } catch (WorkflowException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            if (TemporalCalls.isServersFault(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static List<String> children(RunId run, Optional<RunStatus> status) {
        return switch (status.map(RunStatus::stage).orElse(Stage.GATE)) {
            case DEIDENTIFICATION -> List.of(DeidentificationRequest.workflowId(run));
            case GRPO -> List.of(GrpoRequest.workflowId(run));
            default -> List.of();
        };
    }

    private static RunState state(WorkflowExecutionDescription description, Optional<RunStatus> status) {
        return switch (description.getStatus()) {
            case WORKFLOW_EXECUTION_STATUS_COMPLETED -> RunState.COMPLETED;
            case WORKFLOW_EXECUTION_STATUS_CANCELED, WORKFLOW_EXECUTION_STATUS_TERMINATED -> RunState.CANCELLED;
            case WORKFLOW_EXECUTION_STATUS_FAILED, WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> RunState.FAILED;
            default ->
                status.flatMap(RunStatus::waiting).filter("paused"::equals).isPresent()
                        ? RunState.PAUSED
                        : RunState.RUNNING;
        };
    }

    private RunView ended(RunView view, WorkflowStub workflow) {
        RunView ended = withEnd(view, workflow);
        if (ended.upToDate()) {
            archive.keepEnded(ended);
            lastHeard.forget(view.run());
        }
        return ended;
    }

    private static RunView withEnd(RunView view, WorkflowStub workflow) {
        try {
            RunOutcome outcome = workflow.getResult(OUTCOME_WAIT.toMillis(), TimeUnit.MILLISECONDS, RunOutcome.class);
            return with(view, view.status().map(status -> LastHeard.ended(status, outcome)), Optional.empty());
        } catch (WorkflowFailedException e) {
            Optional<RunFailure> failure =
                    view.state() == RunState.FAILED ? Optional.of(RunFailure.of(e.getCause())) : Optional.empty();
            return with(view, view.status(), failure);
        } catch (TimeoutException e) {
            return view;
        }
    }

    private static RunView with(RunView view, Optional<RunStatus> status, Optional<RunFailure> failure) {
        return new RunView(
                view.run(),
                view.state(),
                status,
                view.upToDate(),
                List.of(),
                List.of(),
                failure,
                view.startedAt(),
                view.endedAt());
    }

    private RunView lost(RunId run) {
        RetrainingRequest request = archive.request(run)
                .orElseThrow(() -> Refusal.notFound(
                        "run: found '" + run + "', which nobody asked for here; GET /runs lists those that are known"));
        return new RunView(
                run,
                RunState.LOST,
                Optional.of(lastHeard.of(run).orElseGet(() -> LastHeard.asked(request, Stage.INGEST))),
                false,
                List.of(),
                List.of(),
                Optional.of(new RunFailure(
                        RunState.LOST.name(),
                        "the Temporal server does not know this run: its memory is gone, or it never got the run; start"
                                + " it again")),
                Optional.empty(),
                Optional.empty());
    }

    private Optional<RunStatus> asked(RunId run, PendingWork.Found pending) {
        Stage stage =
                pending.progress().stream().map(Progress::stage).findFirst().orElse(Stage.INGEST);
        return archive.request(run).map(request -> LastHeard.asked(request, stage));
    }
}
