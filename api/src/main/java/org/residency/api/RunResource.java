package org.residency.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.residency.activities.RunId;
import org.residency.workflows.RetrainingRequest;

/** Runs: start, list, look, watch, pause, resume, cancel. */
@Path("/runs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "runs")
public class RunResource {
    private final RunStarter starter;
    private final RunObserver observer;
    private final RunWatch watch;
    private final RunControl control;

    RunResource(RunStarter starter, RunObserver observer, RunWatch watch, RunControl control) {
        this.starter = starter;
        this.observer = observer;
        this.watch = watch;
        this.control = control;
    }

    @POST
    @Operation(summary = "Start a run", description = "Settings that are left out take their defaults.")
    @APIResponse(
            responseCode = "201",
            description = "The run has started, or had been started by the same request before",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(
            responseCode = "400",
            description = "A field is not what it must be",
            content = @Content(schema = @Schema(implementation = Problem.class)))
    @RequestBody(
            description = "The run's id may be left out",
            content = @Content(schema = @Schema(implementation = RetrainingRequest.class)))
    public Response start(@HeaderParam("Idempotency-Key") Optional<String> idempotencyKey, ObjectNode asked)
            throws JsonProcessingException {
        RunId run = starter.start(Body.required(asked), idempotencyKey);
        return Response.created(URI.create("/runs/" + run))
                .entity(observer.view(run))
                .build();
    }

    @GET
    @Operation(summary = "List the runs", description = "Newest first.")
    public List<RunView> list(@QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > 1000) {
            throw Refusal.badRequest("limit: found " + limit + ", expected a whole number from 1 to 1000");
        }
        return observer.newest(limit);
    }

    @GET
    @Path("/{run}")
    @Operation(summary = "Look at a run")
    public RunView get(@PathParam("run") RunId run) {
        return observer.view(run);
    }

    @GET
    @Path("/{run}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(summary = "Watch a run", description = "The run now, and whenever it has changed, until it ends.")
    public Multi<RunView> events(@PathParam("run") RunId run) {
        return watch.changes(run);
    }

    @POST
    @Path("/{run}/pause")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Hold a run",
            description = "What trains, samples or evaluates keeps what it has learned and frees its device; other"
                    + " activities go on to their end.")
    public void pause(@PathParam("run") RunId run) {
        control.pause(run);
    }

    @POST
    @Path("/{run}/resume")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Let a paused run go on")
    public void resume(@PathParam("run") RunId run) {
        control.resume(run);
    }

    @POST
    @Path("/{run}/cancel")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "End a run", description = "What it holds is given back first.")
    public void cancel(@PathParam("run") RunId run) {
        control.cancel(run);
    }
}
