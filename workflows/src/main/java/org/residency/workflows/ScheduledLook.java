package org.residency.workflows;

import java.util.Objects;
import java.util.Optional;
import org.residency.activities.RunId;
import org.residency.artifacts.ArtifactRef;

/**
 * What a schedule found, and did.
 *
 * @param source the notes as they were
 * @param started the run that was started; empty where the notes had not changed
 */
public record ScheduledLook(ArtifactRef source, Optional<RunId> started) {

    public ScheduledLook {
        Objects.requireNonNull(source, "source");
        started = started == null ? Optional.empty() : started;
    }
}
