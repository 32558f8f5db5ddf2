package org.residency.worker.cpu.housekeeping;

import java.time.Instant;
import java.util.Optional;
import org.residency.activities.RunId;

/** Who knows when a run ended. */
interface RunEnds {

    /** Empty if it goes on, or if nobody knows. */
    Optional<Instant> of(RunId run);
}
