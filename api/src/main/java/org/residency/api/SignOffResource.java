package org.residency.api;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.residency.activities.RunId;
import org.residency.identity.SignedStatement;
import org.residency.workflows.SignOffReceipt;

/** A run's sign-off: what to sign, and what was signed. */
@Path("/runs/{run}/sign-off")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "sign-off")
public class SignOffResource {
    private final SignOffs signOffs;

    SignOffResource(SignOffs signOffs) {
        this.signOffs = signOffs;
    }

    @GET
    @Operation(summary = "Read what is to be signed")
    public SignOffSheet sheet(@PathParam("run") RunId run) {
        return signOffs.sheet(run);
    }

    @POST
    @Operation(
            summary = "Sign, or refuse to sign",
            description =
                    "The statement names the digests of the evaluation report and of the merged model, and is signed"
                            + " with the clinician's own key. Sent again, it gets the same answer.")
    @APIResponse(
            responseCode = "200",
            description = "The statement was verified and kept",
            content = @Content(schema = @Schema(implementation = SignOffReceipt.class)))
    @APIResponse(
            responseCode = "409",
            description = "The run does not take the statement, and why",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    public SignOffReceipt sign(@PathParam("run") RunId run, SignedStatement signed) {
        return signOffs.sign(run, Body.required(signed));
    }
}
