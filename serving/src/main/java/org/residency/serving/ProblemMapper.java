package org.residency.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.residency.artifacts.ArtifactStoreException;
import org.residency.serving.openai.OpenAiProblem;

/**
 * Says what went wrong, to OpenAI's clients in the form they know. Messages of others never reach answer or log: they may
 * quote the request.
 */
public class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final int UNPROCESSABLE = 422;

    @ServerExceptionMapper
    Response invalid(InvalidRequestException e, UriInfo uri) {
        return answer(uri, 400, e.getMessage(), Map.of(e.field(), e.problem()));
    }

    @ServerExceptionMapper
    Response noModel(NoModelException e, UriInfo uri) {
        return answer(uri, 503, e.getMessage(), Map.of());
    }

    @ServerExceptionMapper
    Response queueFull(QueueFullException e, UriInfo uri) {
        return Response.fromResponse(answer(uri, 429, e.getMessage(), Map.of()))
                .header("Retry-After", 2)
                .build();
    }

    @ServerExceptionMapper
    Response refused(ModelRefusedException e, UriInfo uri) {
        return answer(uri, UNPROCESSABLE, e.getMessage(), Map.of());
    }

    @ServerExceptionMapper
    Response store(ArtifactStoreException e, UriInfo uri) {
        LOG.warnf("The store does not answer: %s", e.getMessage());
        return answer(uri, 503, e.getMessage(), Map.of());
    }

    @ServerExceptionMapper
    Response mapping(JsonMappingException e, UriInfo uri) {
        return unreadable(e, uri);
    }

    // Named as well, for the framework has a mapper of its own for it, which quotes the value.
    @ServerExceptionMapper
    Response mismatch(MismatchedInputException e, UriInfo uri) {
        return unreadable(e, uri);
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException e, UriInfo uri) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return unreadable(json, uri);
        }
        int status = e.getResponse().getStatus();
        String reason = Response.Status.fromStatusCode(status) == null
                ? "HTTP " + status
                : Response.Status.fromStatusCode(status).getReasonPhrase();
        return answer(uri, status, reason + ": see /q/openapi for what this server answers", Map.of());
    }

    /** The client has gone, or the process ends. */
    @ServerExceptionMapper
    Response cancelled(CancellationException e, UriInfo uri) {
        return answer(uri, 503, "The answer was given up before it was made; ask again", Map.of());
    }

    @ServerExceptionMapper
    Response other(Throwable e, UriInfo uri) {
        String place = Arrays.stream(e.getStackTrace())
                .limit(12)
                .map(frame -> "\n  at " + frame)
                .collect(Collectors.joining());
        LOG.errorf("%s%s", e.getClass().getName(), place);
        return answer(uri, 500, "The server failed to answer; its log says where", Map.of());
    }

    private static Response unreadable(JsonProcessingException e, UriInfo uri) {
        String field = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(JsonMappingException.Reference::getFieldName)
                        .filter(name -> name != null)
                        .collect(Collectors.joining("."))
                : "";
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        String problem = field.isEmpty()
                ? "found something else than JSON" + where + ", expected a JSON object"
                : "found a value of another kind, expected what /q/openapi says";
        String name = field.isEmpty() ? "body" : field;
        return answer(uri, 400, name + ": " + problem, Map.of(name, problem));
    }

    private static Response answer(UriInfo uri, int status, String message, Map<String, String> fields) {
        Object body = uri.getPath().startsWith("/v1/")
                ? OpenAiProblem.of(status, message, fields.keySet())
                : new Problem(message, fields);
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body)
                .build();
    }
}
