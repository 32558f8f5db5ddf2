package org.residency.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Schedules: each looks whether its notes have changed, and then starts a run or none. */
@Path("/schedules")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "schedules")
public class ScheduleResource {
    private final Schedules schedules;

    ScheduleResource(Schedules schedules) {
        this.schedules = schedules;
    }

    @POST
    @Operation(summary = "Make a schedule", description = "Its first look finds new notes, and starts a run.")
    public Response create(ScheduleRequest asked) throws JsonProcessingException {
        schedules.create(Body.required(asked));
        return Response.created(URI.create("/schedules/" + asked.schedule()))
                .entity(schedules.view(asked.schedule()))
                .build();
    }

    @GET
    @Operation(summary = "List the schedules", description = "One that was just made may take a second to appear.")
    public List<ScheduleView> list() {
        return schedules.all();
    }

    @GET
    @Path("/{schedule}")
    @Operation(summary = "Look at a schedule, and at what it did the last times")
    public ScheduleView get(@PathParam("schedule") String schedule) {
        return schedules.view(schedule);
    }

    @POST
    @Path("/{schedule}/pause")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Let a schedule rest")
    public void pause(@PathParam("schedule") String schedule) {
        schedules.pause(schedule);
    }

    @POST
    @Path("/{schedule}/resume")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Let a schedule that rests go on")
    public void resume(@PathParam("schedule") String schedule) {
        schedules.resume(schedule);
    }

    @POST
    @Path("/{schedule}/trigger")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Have a schedule look now")
    public void trigger(@PathParam("schedule") String schedule) {
        schedules.trigger(schedule);
    }

    @DELETE
    @Path("/{schedule}")
    @Operation(summary = "End a schedule", description = "Runs that it started go on.")
    public void delete(@PathParam("schedule") String schedule) {
        schedules.delete(schedule);
    }
}
