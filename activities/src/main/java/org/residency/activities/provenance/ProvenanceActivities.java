package org.residency.activities.provenance;

import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.util.Optional;
import org.residency.artifacts.ArtifactRef;

/** Writes down what each stage did. CPU queue. */
@ActivityInterface
public interface ProvenanceActivities {

    /**
     * Stores the stage's manifest, chained to the one before, and then its results, for later runs to find. Idempotent: the same
     * stage writes the same bytes.
     */
    ArtifactRef recordManifest(RecordManifestRequest request);

    /**
     * What an earlier run came to that was given the same inputs and settings, and did it with the code of this worker.
     *
     * @return empty if none did, what it made is gone, or this worker does not know which code it runs
     */
    Optional<FoundResult> findResult(StageWork work);

    /**
     * What one run came to, with whatever version of the code.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code INVALID_INPUT} if the run has no such result, it was given other
     *     inputs or settings, or what it made is gone
     */
    FoundResult takeResult(TakeResultRequest request);

    /** How long a run has held devices so far, over all attempts of all its activities. */
    Duration sumDeviceTime(String run);

    /** Removes a cancelled run's checkpoints; what a manifest names stays. */
    void removeCheckpoints(String run);
}
