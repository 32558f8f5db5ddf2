package org.residency.serving.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.residency.serving.AnswerQueue;
import org.residency.serving.InvalidRequestException;
import org.residency.serving.PendingAnswer;
import org.residency.serving.ServingConfig;

/** Chat completions, whole or as a stream. */
@Path("/v1/chat/completions")
@Consumes(MediaType.APPLICATION_JSON)
public class ChatCompletionResource {

    private final AnswerQueue answers;
    private final ObjectMapper json;
    private final int maxCharacters;

    ChatCompletionResource(AnswerQueue answers, ObjectMapper json, ServingConfig config) {
        this.answers = answers;
        this.json = json;
        this.maxCharacters = config.serving().maxCharacters();
    }

    @POST
    @Operation(
            operationId = "completeChat",
            summary = "Answers a conversation, as OpenAI's chat completions",
            description = "Decodes with the settings the model was evaluated and signed with, whatever temperature or"
                    + " top_p is asked for. The same messages get the same answer, unless a seed is given.")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = ChatCompletion.class)),
                @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = ChatChunk.class))
            })
    @APIResponse(responseCode = "400", description = "A field cannot be used")
    @APIResponse(responseCode = "429", description = "Too many requests wait")
    @APIResponse(responseCode = "503", description = "Nothing is deployed yet")
    public Response complete(ChatRequest request, @Context RoutingContext routing) {
        if (request == null) {
            throw new InvalidRequestException("messages", "found none, expected at least one of the role user");
        }
        PendingAnswer pending = answers.ask("chat", request.question(maxCharacters));
        // Ended also when the client has gone: then nobody waits for the answer.
        routing.addEndHandler(ended -> pending.cancel());
        String id = "chatcmpl-" + UUID.randomUUID();
        long created = Instant.now().getEpochSecond();
        if (request.isStreamed()) {
            return Response.ok(new ChatStream(pending, id, created, json), MediaType.SERVER_SENT_EVENTS)
                    .header("Cache-Control", "no-cache")
                    .build();
        }
        return Response.ok(ChatCompletion.of(pending.await(), id, created), MediaType.APPLICATION_JSON)
                .build();
    }
}
