package org.residency.workflows;

import java.util.Objects;

/**
 * @param operator name of the registered person who asks
 * @param deployment number of the deployment to take out of service, so that two people who press at once roll back once
 */
public record RollbackRequest(String operator, int deployment) {

    public RollbackRequest {
        Objects.requireNonNull(operator, "operator");
    }

    /** The id of the workflow that does it. */
    public String workflowId() {
        return "rollback-%06d".formatted(deployment);
    }
}
