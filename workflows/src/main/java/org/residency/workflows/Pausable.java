package org.residency.workflows;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;

/** A child workflow that holds still while its run is paused. */
@WorkflowInterface
public interface Pausable {

    /** Holds before the next activity; what runs already goes on to its end. */
    @SignalMethod
    void pause();

    /** Goes on. */
    @SignalMethod
    void resume();
}
