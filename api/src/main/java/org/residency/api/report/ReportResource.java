package org.residency.api.report;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.residency.activities.RunId;
import org.residency.api.RunViews;

/** A run's report: one HTML page that needs nothing from elsewhere. */
@Path("/runs/{run}/report")
@Tag(name = "runs")
public class ReportResource {
    private final RunViews views;
    private final ReportComposer composer;

    ReportResource(RunViews views, ReportComposer composer) {
        this.views = views;
        this.composer = composer;
    }

    /** The page's template, checked when the process is built. */
    @CheckedTemplate(basePath = "")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance report(RunReport report);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(
            summary = "Read a run's report",
            description = "One HTML page; scripts, fonts and pictures from elsewhere: none.")
    public Response report(@PathParam("run") RunId run) {
        String page = Templates.report(composer.compose(views.view(run), Instant.now()))
                .render();
        // The page runs nothing and loads nothing: should a name in it ever be markup, it still does nothing.
        return Response.ok(page)
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
                .build();
    }
}
