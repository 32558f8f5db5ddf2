package org.residency.workflows;

import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import java.util.List;

/** What a worker of the workflows' queue must know. */
public final class WorkflowRegistration {

    private static final List<Class<?>> IMPLEMENTATIONS = List.of(
            RetrainingWorkflowImpl.class,
            DeidentificationWorkflowImpl.class,
            GrpoWorkflowImpl.class,
            RollbackWorkflowImpl.class,
            ScheduledRetrainingWorkflowImpl.class,
            HousekeepingWorkflowImpl.class);

    private WorkflowRegistration() {}

    /**
     * Registers every workflow with {@code worker}, which must poll {@link org.residency.activities.TaskQueues#WORKFLOWS}. It
     * should know the activities of provenance, sign-off and deployment as well, which are then done on the spot.
     */
    public static void registerWith(Worker worker) {
        worker.registerWorkflowImplementationTypes(options(), implementations().toArray(Class[]::new));
    }

    /** The classes to register. */
    public static List<Class<?>> implementations() {
        return IMPLEMENTATIONS;
    }

    /**
     * An exception that is not Temporal's own would make the server try the same step for ever, and leave whoever sent an
     * update without an answer. These tell of bad data or a bug: the run, or the update, fails with them instead.
     * {@link IllegalStateException} is none of them: the SDK throws it where a worker's memory of a run is behind the history
     * that a server, killed and started again, gives it. The next try begins with the whole history, and the run goes on.
     */
    public static WorkflowImplementationOptions options() {
        return WorkflowImplementationOptions.newBuilder()
                .setFailWorkflowExceptionTypes(IllegalArgumentException.class, NullPointerException.class)
                .build();
    }
}
