package org.residency.workflows;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must be undone if a run does not go on, newest first. Each is added before the act that it undoes, for an act that
 * failed may have happened all the same.
 */
final class Compensations {

    private final Deque<Compensation> pending = new ArrayDeque<>();

    private record Compensation(String name, Functions.Proc act) {}

    void add(String name, Functions.Proc act) {
        pending.push(new Compensation(name, act));
    }

    /** Runs all, also in a cancelled workflow. One that fails is logged: the failure that led here is the one to tell. */
    void run() {
        Workflow.newDetachedCancellationScope(() -> {
                    while (!pending.isEmpty()) {
                        Compensation next = pending.pop();
                        try {
                            next.act().apply();
                        } catch (TemporalFailure e) {
                            Workflow.getLogger(Compensations.class)
                                    .error("Could not {}: look at the run's history", next.name());
                        }
                    }
                })
                .run();
    }
}
