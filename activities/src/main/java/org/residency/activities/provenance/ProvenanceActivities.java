package org.residency.activities.provenance;

import io.temporal.activity.ActivityInterface;
import org.residency.artifacts.ArtifactRef;

/** Writes down what each stage did. CPU queue. */
@ActivityInterface
public interface ProvenanceActivities {

    /** Stores the stage's manifest, chained to the one before. Idempotent: the same stage writes the same bytes. */
    ArtifactRef recordManifest(RecordManifestRequest request);

    /** Removes a cancelled run's checkpoints; what a manifest names stays. */
    void removeCheckpoints(String run);
}
