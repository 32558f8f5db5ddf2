package org.residency.workflows;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;

/** Who wants to know of finished rounds while others still run: {@link GrpoWorkflow} signals its parent. */
@WorkflowInterface
public interface RoundListener {

    /** One more round is finished. */
    @SignalMethod
    void roundFinished(RunStatus.Round round);
}
