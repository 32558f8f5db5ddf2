package org.residency.activities.deployment;

import java.util.Objects;
import org.residency.artifacts.Deployment;

/**
 * @param rollback the id of the rollback, so that it appends once however often it is tried
 * @param undo the deployment to take out of service; the one it replaced comes back
 */
public record RestoreModelRequest(String rollback, Deployment undo) {

    public RestoreModelRequest {
        Objects.requireNonNull(rollback, "rollback");
        Objects.requireNonNull(undo, "undo");
    }
}
