package org.residency.workflows;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.residency.artifacts.Deployment;

/** Takes the model in service out of it, and brings back the one before. */
@WorkflowInterface
public interface RollbackWorkflow {

    /**
     * Restores the former model.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code INVALID_INPUT} if {@code request} names another deployment
     *     than the one in service, or nothing was in service before it
     */
    @WorkflowMethod
    Deployment rollBack(RollbackRequest request);
}
