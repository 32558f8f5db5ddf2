package org.residency.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.residency.activities.RunId;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Dataset;
import org.residency.workflows.RunStatus;

/** The page of statistics that was left beside a run's dataset: counts only, no text of any case. */
@Path("/runs/{run}/dataset")
@Tag(name = "runs")
public class DatasetPageResource {
    private static final Pattern INDEX = Pattern.compile(".*?(runs/[^/]+/2-deidentification)/dataset\\.json");

    private final RunViews views;
    private final ArtifactStore store;

    DatasetPageResource(RunViews views, ArtifactStore store) {
        this.views = views;
        this.store = store;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "See a run's dataset in numbers", description = "One HTML page with histograms; counts only.")
    public Response page(@PathParam("run") RunId run) {
        ArtifactRef page = views.view(run)
                .status()
                .flatMap(RunStatus::dataset)
                .flatMap(this::statistics)
                .orElseThrow(() -> Refusal.notFound(run + " has published no dataset with a page of statistics"));
        return Response.ok(store.read(page))
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .build();
    }

    /** Beside the index, which may be another run's where this one uses its dataset. */
    private Optional<ArtifactRef> statistics(Dataset dataset) {
        Matcher index = INDEX.matcher(dataset.ref().uri().getPath());
        return index.matches() ? store.find(index.group(1) + "/statistics.html") : Optional.empty();
    }
}
