package org.residency.serving.openai;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.residency.serving.ModelShelf;

/** What OpenAI's clients may ask for. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelResource {

    private final ModelShelf shelf;

    ModelResource(ModelShelf shelf) {
        this.shelf = shelf;
    }

    @GET
    @Operation(operationId = "listModels", summary = "The model in service; none where nothing is deployed")
    public ChatModel.Listing models() {
        return new ChatModel.Listing(
                "list",
                shelf.deployment().stream()
                        .map(deployment -> new ChatModel.Entry(
                                ChatModel.NAME,
                                "model",
                                deployment.number(),
                                "residency",
                                deployment.number(),
                                deployment.model().ref().sha256()))
                        .toList());
    }
}
