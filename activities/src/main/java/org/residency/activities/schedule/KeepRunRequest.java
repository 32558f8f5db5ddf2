package org.residency.activities.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import org.residency.activities.RunId;

/** @param request what the run is asked to do, as the api takes it */
public record KeepRunRequest(RunId run, JsonNode request) {

    public KeepRunRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(request, "request");
    }
}
