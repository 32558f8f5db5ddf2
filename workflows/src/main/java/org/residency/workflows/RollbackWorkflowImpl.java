package org.residency.workflows;

import io.temporal.workflow.Workflow;
import org.residency.activities.FailureKind;
import org.residency.activities.deployment.DeploymentActivities;
import org.residency.activities.deployment.RestoreModelRequest;
import org.residency.artifacts.Deployment;

/** Looks what is in service, and restores what it replaced. */
public final class RollbackWorkflowImpl implements RollbackWorkflow {

    @Override
    public Deployment rollBack(RollbackRequest request) {
        Deployment current = activities("Look what is in service")
                .currentDeployment()
                .orElseThrow(() -> FailureKind.INVALID_INPUT.failure("deployment: found " + request.deployment()
                        + ", but nothing was ever in service; there is nothing to roll back"));
        if (current.number() != request.deployment()) {
            throw FailureKind.INVALID_INPUT.failure("deployment: found " + request.deployment() + ", expected "
                    + current.number() + ", which is in service; look at the deployments and ask again");
        }
        if (current.replaced().isEmpty()) {
            throw FailureKind.INVALID_INPUT.failure("deployment: found " + request.deployment()
                    + ", which replaced nothing, expected one with a model to bring back");
        }
        return activities("Bring back deployment %d, asked by %s"
                        .formatted(current.replaced().get(), request.operator()))
                .restoreModel(new RestoreModelRequest(request.workflowId(), current));
    }

    private static DeploymentActivities activities(String summary) {
        return Workflow.newActivityStub(DeploymentActivities.class, StageOptions.DEPLOYMENT.summarized(summary));
    }
}
