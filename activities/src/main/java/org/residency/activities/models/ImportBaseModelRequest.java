package org.residency.activities.models;

import java.net.URI;
import java.util.Objects;
import org.residency.activities.RunId;

/**
 * @param location {@code file:} location of the folder
 */
public record ImportBaseModelRequest(RunId run, URI location) {

    public ImportBaseModelRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(location, "location");
    }
}
