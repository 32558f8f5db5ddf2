package org.residency.activities.schedule;

import io.temporal.activity.ActivityInterface;
import org.residency.artifacts.ArtifactRef;

/** What a schedule asks for before it starts a run. CPU queue. */
@ActivityInterface
public interface ScheduleActivities {

    /** Digests the notes where they lie. Changes nothing. */
    ArtifactRef digestSource(DigestSourceRequest request);

    /** Keeps a run's request where the api looks for runs. Idempotent: the same request again is the same bytes. */
    void keepRequest(KeepRunRequest request);
}
