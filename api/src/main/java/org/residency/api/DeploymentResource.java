package org.residency.api;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.DeploymentLog;
import org.residency.workflows.RollbackRequest;

/** What was put to service, and the way back. */
@Path("/deployments")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "deployments")
public class DeploymentResource {
    private final DeploymentLog log;
    private final Rollbacks rollbacks;

    DeploymentResource(DeploymentLog log, Rollbacks rollbacks) {
        this.log = log;
        this.rollbacks = rollbacks;
    }

    @GET
    @Operation(summary = "List the deployments", description = "Oldest first; the last is in service.")
    public List<Deployment> list() {
        return log.entries();
    }

    @POST
    @Path("/rollback")
    @Operation(
            summary = "Bring back the former model",
            description = "Names the deployment to take out of service, so that two who ask at once roll back once.")
    public Deployment rollBack(RollbackRequest request) {
        return rollbacks.rollBack(Body.required(request));
    }
}
