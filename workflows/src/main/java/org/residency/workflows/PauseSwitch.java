package org.residency.workflows;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Whether a workflow holds, and with it the child that it waits for. */
final class PauseSwitch {

    private boolean paused;
    private Promise<WorkflowExecution> child;

    PauseSwitch(boolean paused) {
        this.paused = paused;
    }

    boolean isPaused() {
        return paused;
    }

    /** Waits until nobody holds the workflow. */
    void awaitResumed() {
        Workflow.await(() -> !paused);
    }

    void pause() {
        paused = true;
        tellChild(Pausable::pause);
    }

    void resume() {
        paused = false;
        tellChild(Pausable::resume);
    }

    /**
     * Starts a child, waits for its result, and holds it while this workflow is held.
     *
     * @param execution asked once the child is starting
     */
    <R> R await(Supplier<Promise<R>> start, Supplier<Promise<WorkflowExecution>> execution) {
        Promise<R> result = start.get();
        child = execution.get();
        try {
            return result.get();
        } finally {
            child = null;
        }
    }

    private void tellChild(Consumer<Pausable> message) {
        if (child == null) {
            return;
        }
        try {
            // By its id alone: continue-as-new may have changed the child's execution.
            message.accept(
                    Workflow.newExternalWorkflowStub(Pausable.class, child.get().getWorkflowId()));
        } catch (SignalExternalWorkflowException e) {
            Workflow.getLogger(PauseSwitch.class).info("The child ended before it could be told to hold or go on");
        }
    }
}
