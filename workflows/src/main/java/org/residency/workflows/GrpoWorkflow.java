package org.residency.workflows;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.residency.activities.Progress;

/** Rounds of sampling, rewarding and updating; a child of {@link RetrainingWorkflow}. */
@WorkflowInterface
public interface GrpoWorkflow extends Pausable {

    /**
     * Runs the rounds that are left, and tells its parent each (see {@link RoundListener}). Stops early, and goes back to
     * the best earlier adapter, when the hidden metric falls too far.
     */
    @WorkflowMethod
    GrpoResult optimize(GrpoRequest request);

    /** How many rounds are finished. */
    @QueryMethod
    Progress progress();
}
