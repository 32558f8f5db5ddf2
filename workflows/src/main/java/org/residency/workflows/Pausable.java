package org.residency.workflows;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;

/** A child workflow that holds still while its run is paused. */
@WorkflowInterface
public interface Pausable {

    /** Holds, and has what trains, samples or evaluates free its device; other activities go on to their end. */
    @SignalMethod
    void pause();

    /** Goes on. */
    @SignalMethod
    void resume();
}
