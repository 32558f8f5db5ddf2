package org.residency.api;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import org.residency.activities.RunId;
import org.residency.workflows.RetrainingWorkflow;

/** Pauses, resumes and cancels runs. */
@Singleton
class RunControl {
    private final WorkflowClient client;
    private final RunArchive archive;

    RunControl(WorkflowClient client, RunArchive archive) {
        this.client = client;
        this.archive = archive;
    }

    void pause(RunId run) {
        tell(
                run,
                "paused",
                id -> client.newWorkflowStub(RetrainingWorkflow.class, id).pause());
    }

    void resume(RunId run) {
        tell(
                run,
                "resumed",
                id -> client.newWorkflowStub(RetrainingWorkflow.class, id).resume());
    }

    /** Asks the run to end; its compensations run first. */
    void cancel(RunId run) {
        tell(run, "cancelled", id -> client.newUntypedWorkflowStub(id).cancel("asked for through the api"));
    }

    private void tell(RunId run, String what, Consumer<String> order) {
        try {
            order.accept(run.value());
        } catch (WorkflowNotFoundException e) {
            throw notRunning(run, what);
        }
    }

    /** The refusal of something that only a run that goes on can take. */
    Refusal notRunning(RunId run, String what) {
        return archive.request(run).isPresent()
                ? Refusal.conflict("run: '" + run + "' does not go on, so it cannot be " + what + "; GET /runs/" + run
                        + " says how it ended")
                : Refusal.notFound(
                        "run: found '" + run + "', which nobody asked for here; GET /runs lists those that are known");
    }
}
