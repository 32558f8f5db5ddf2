package org.residency.workflows;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** What a schedule does each time: looks whether the notes have changed since the last time, and starts a run or none. */
@WorkflowInterface
public interface ScheduledRetrainingWorkflow {

    /**
     * Looks, and starts a run if the notes' digest is another than what the schedule's last look found. The run goes on by
     * itself.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code INVALID_INPUT} if the notes are not there; the next look compares
     *     with the last that found some
     */
    @WorkflowMethod
    ScheduledLook look(ScheduledRetraining scheduled);
}
