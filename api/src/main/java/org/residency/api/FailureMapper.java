package org.residency.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowServiceException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.residency.artifacts.ArtifactStoreException;
import org.residency.identity.IdentityException;

/** Turns every failure into {@code {"error": "one sentence"}}: never a stack trace, never what the caller sent. */
class FailureMapper {
    private static final Logger LOG = Logger.getLogger(FailureMapper.class);

    private final WorkflowClient client;

    FailureMapper(WorkflowClient client) {
        this.client = client;
    }

    @ServerExceptionMapper
    Response refusal(Refusal refusal) {
        return answer(refusal.status(), refusal.getMessage());
    }

    @ServerExceptionMapper
    Response badJson(JacksonException problem) {
        return answer(Status.BAD_REQUEST, JsonComplaint.of(problem));
    }

    /** The framework has a mapper of its own for these, which says less: the nearer type wins. */
    @ServerExceptionMapper
    Response badField(MismatchedInputException problem) {
        return badJson(problem);
    }

    /** Of the framework: no such path, no such method, another media type, a body that is no JSON. */
    @ServerExceptionMapper
    Response web(WebApplicationException problem) {
        if (problem.getCause() instanceof JacksonException json) {
            return badJson(json);
        }
        if (problem.getCause() instanceof Refusal refusal) {
            return refusal(refusal);
        }
        Response.StatusType status = problem.getResponse().getStatusInfo();
        return answer(
                status,
                status.getStatusCode() == Status.NOT_FOUND.getStatusCode()
                        ? "path: found nothing there; GET /q/openapi lists what there is"
                        : "request: " + status.getReasonPhrase() + "; GET /q/openapi describes what is expected");
    }

    @ServerExceptionMapper
    Response temporal(WorkflowServiceException problem) {
        return problem.getCause() instanceof StatusRuntimeException cause ? temporal(cause) : unexpected(problem);
    }

    @ServerExceptionMapper
    Response temporal(StatusRuntimeException problem) {
        return answer(
                Status.SERVICE_UNAVAILABLE,
                "Temporal at " + client.getWorkflowServiceStubs().getOptions().getTarget() + " answered "
                        + problem.getStatus().getCode() + ", expected it to be there; check TEMPORAL_ADDRESS and the"
                        + " server, and try again");
    }

    @ServerExceptionMapper
    Response store(ArtifactStoreException problem) {
        return answer(Status.BAD_GATEWAY, problem.getMessage());
    }

    @ServerExceptionMapper
    Response register(IdentityException problem) {
        return answer(Status.BAD_GATEWAY, problem.getMessage());
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException problem) {
        String incident = UUID.randomUUID().toString().substring(0, 8);
        LOG.errorf(problem, "incident %s", incident);
        return answer(
                Status.INTERNAL_SERVER_ERROR,
                "a fault of Residency's own (incident " + incident + "); its cause stands in the api's log under that"
                        + " number");
    }

    private static Response answer(Response.StatusType status, String error) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Problem(error))
                .build();
    }
}
