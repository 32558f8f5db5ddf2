package org.residency.serving;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** A case in, reasoning and diagnosis out. */
@Path("/diagnose")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class DiagnosisResource {

    private final AnswerQueue answers;
    private final int maxCharacters;

    DiagnosisResource(AnswerQueue answers, ServingConfig config) {
        this.answers = answers;
        this.maxCharacters = config.serving().maxCharacters();
    }

    @POST
    @Operation(
            operationId = "diagnose",
            summary = "Reasons about a case and names a diagnosis",
            description = "The same case gets the same answer from the same model.")
    @APIResponse(responseCode = "200", description = "Reasoning and diagnosis apart, and which model gave them")
    @APIResponse(responseCode = "400", description = "The description is missing, empty or too long")
    @APIResponse(responseCode = "429", description = "Too many requests wait")
    @APIResponse(responseCode = "503", description = "Nothing is deployed yet")
    public Diagnosis diagnose(CaseDescription request, @Context RoutingContext routing) {
        PendingAnswer pending =
                answers.ask("diagnose", CaseDescription.orNone(request).question(maxCharacters));
        // Ended also when the client has gone: then nobody waits for the answer.
        routing.addEndHandler(ended -> pending.cancel());
        return Diagnosis.of(pending.await(), UUID.randomUUID().toString());
    }
}
