package org.residency.api.desk;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.residency.activities.RunId;
import org.residency.api.RunView;

/**
 * The clinician's pages. They show de-identified cases, so they are kept in no cache; the key that signs is read by the page in
 * the clinician's own browser and is sent nowhere.
 */
@Path("/sign-off")
@Produces(MediaType.TEXT_HTML)
@Tag(name = "sign-off")
public class DeskResource {
    private static final String POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src"
            + " 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final int MOST_CASES = 1_000;

    private final Desk desk;

    DeskResource(Desk desk) {
        this.desk = desk;
    }

    /** The pages' templates, checked when the process is built. */
    @CheckedTemplate(basePath = "")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance waiting(List<WaitingRun> runs, String notice);

        static native TemplateInstance desk(DeskPage page);
    }

    @GET
    @Operation(summary = "See what waits for a clinician", description = "An HTML page.")
    public Response waiting() {
        return page(Templates.waiting(desk.waiting(), ""));
    }

    @GET
    @Path("/{run}")
    @Operation(summary = "Read an evaluation, and sign or refuse", description = "An HTML page, for a clinician.")
    public Response desk(@PathParam("run") RunId run, @QueryParam("each") @DefaultValue("5") int each) {
        RunView view = desk.view(run);
        return page(desk.page(view, Math.max(0, Math.min(each, MOST_CASES)))
                .map(Templates::desk)
                .orElseGet(() -> Templates.waiting(desk.waiting(), Desk.notice(view))));
    }

    private static Response page(TemplateInstance template) {
        return Response.ok(template.render())
                .header("Content-Security-Policy", POLICY)
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
