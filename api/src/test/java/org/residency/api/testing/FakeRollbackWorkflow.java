package org.residency.api.testing;

import org.residency.activities.FailureKind;
import org.residency.artifacts.Deployment;
import org.residency.workflows.RollbackRequest;
import org.residency.workflows.RollbackWorkflow;

/** A hospital in which nothing was ever in service. */
public final class FakeRollbackWorkflow implements RollbackWorkflow {

    public FakeRollbackWorkflow() {}

    @Override
    public Deployment rollBack(RollbackRequest request) {
        throw FailureKind.INVALID_INPUT.failure(
                "deployment: found " + request.deployment() + ", but nothing was ever in service");
    }
}
