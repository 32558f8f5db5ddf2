package org.residency.api;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the store need not keep. */
@Path("/housekeeping")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "housekeeping")
public class HousekeepingResource {
    private final StoreTidying tidying;

    HousekeepingResource(StoreTidying tidying) {
        this.tidying = tidying;
    }

    @POST
    @Operation(
            summary = "Remove what no chain of manifests needs and whose time is over",
            description =
                    "With dryRun, only say what that is. With every, do so from now on, by a schedule of Temporal's.")
    public Response tidy(TidyingRequest asked) {
        if (Body.required(asked).every().isPresent()) {
            tidying.schedule(asked);
            return Response.noContent().build();
        }
        return Response.ok(tidying.tidy(asked)).build();
    }

    @DELETE
    @Path("/schedule")
    @Operation(summary = "End the schedule")
    public void end() {
        tidying.endSchedule();
    }
}
