package org.residency.serving.admin;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.residency.artifacts.Deployment;
import org.residency.serving.AnswerQueue;
import org.residency.serving.CaseDescription;
import org.residency.serving.DeploymentFollower;
import org.residency.serving.Diagnosis;
import org.residency.serving.ModelLoader;
import org.residency.serving.ModelShelf;
import org.residency.serving.Problem;
import org.residency.serving.ServingConfig;

/** Candidates and deployments; for the retraining engine, which has the token. */
@Path("/admin")
@AdminOnly
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class AdminResource {

    private final ModelLoader loader;
    private final ModelShelf shelf;
    private final DeploymentFollower follower;
    private final AnswerQueue answers;
    private final int maxCharacters;

    AdminResource(
            ModelLoader loader,
            ModelShelf shelf,
            DeploymentFollower follower,
            AnswerQueue answers,
            ServingConfig config) {
        this.loader = loader;
        this.shelf = shelf;
        this.follower = follower;
        this.answers = answers;
        this.maxCharacters = config.serving().maxCharacters();
    }

    @PUT
    @Path("/candidate")
    @Operation(
            operationId = "loadCandidate",
            summary = "Loads a model beside the one in service",
            description = "204 once it can answer; 422 where its bytes or its chain of manifests do not verify.")
    public void loadCandidate(Candidate request) {
        Candidate candidate = Candidate.complete(request);
        loader.putBeside(candidate.model(), candidate.manifest(), candidate.settings());
    }

    @POST
    @Path("/candidate/diagnose")
    @Operation(
            operationId = "diagnoseByCandidate",
            summary = "Asks the candidate, as /diagnose asks the model in service")
    public Diagnosis diagnoseByCandidate(CaseDescription request) {
        return Diagnosis.of(
                answers.askCandidate(
                                "candidate", CaseDescription.orNone(request).question(maxCharacters))
                        .await(),
                UUID.randomUUID().toString());
    }

    @DELETE
    @Path("/candidate")
    @Operation(operationId = "dropCandidate", summary = "Forgets the candidate, where there is one")
    public void dropCandidate() {
        loader.dropCandidate();
    }

    @POST
    @Path("/refresh")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "followDeployments",
            summary = "Follows the deployment log now, and answers with the deployment in service",
            description = "422 where the newest deployment does not verify, 404 where there is none.")
    public Response refresh() {
        return deploymentOr404(follower.refresh());
    }

    @GET
    @Path("/deployment")
    @Operation(operationId = "currentDeployment", summary = "The deployment in service, or 404")
    public Response deployment() {
        return deploymentOr404(shelf.deployment());
    }

    private static Response deploymentOr404(Optional<Deployment> deployment) {
        return deployment
                .map(found -> Response.ok(found).build())
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND)
                        .entity(new Problem("Nothing is deployed yet", Map.of()))
                        .build());
    }
}
