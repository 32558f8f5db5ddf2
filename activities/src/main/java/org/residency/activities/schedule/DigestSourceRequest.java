package org.residency.activities.schedule;

import java.net.URI;
import java.util.Objects;

/** @param source location of the notes, {@code file:} or {@code s3:} */
public record DigestSourceRequest(URI source) {

    public DigestSourceRequest {
        Objects.requireNonNull(source, "source");
    }
}
