package org.residency.workflows;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Whether a workflow holds, and with it the child that it waits for. */
final class PauseSwitch {

    /** Runs that were paused under an older version let the activity that runs go on to its end, and still do. */
    private static final String PAUSE_FREES_THE_DEVICE = "pause-frees-the-device";

    private final List<CancellationScope> onDevice = new ArrayList<>();
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
        if (Workflow.getVersion(PAUSE_FREES_THE_DEVICE, Workflow.DEFAULT_VERSION, 1) == 1) {
            onDevice.forEach(CancellationScope::cancel);
        }
        tellChild(Pausable::pause);
    }

    void resume() {
        paused = false;
        tellChild(Pausable::resume);
    }

    /**
     * Waits for an activity that holds a device. A pause ends it, as a drain would: its worker keeps what it has learned, and
     * once the workflow goes on, the activity is asked for again and goes on from there.
     */
    <R> R onDevice(Functions.Func<R> activity) {
        while (true) {
            awaitResumed();
            CompletablePromise<R> result = Workflow.newPromise();
            CancellationScope scope = Workflow.newCancellationScope(() -> result.complete(activity.apply()));
            onDevice.add(scope);
            try {
                scope.run();
                return result.get();
            } catch (ActivityFailure failure) {
                if (!isEndedByPause(failure, scope)) {
                    throw failure;
                }
            } finally {
                onDevice.remove(scope);
            }
        }
    }

    private static boolean isEndedByPause(ActivityFailure failure, CancellationScope scope) {
        return failure.getCause() instanceof CanceledFailure
                && scope.isCancelRequested()
                && !CancellationScope.current().isCancelRequested();
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
        } catch (SignalExternalWorkflowException | ApplicationFailure e) {
            // The second is what the SDK throws of a child that is not there.
            Workflow.getLogger(PauseSwitch.class).info("The child ended before it could be told to hold or go on");
        }
    }
}
