package org.residency.worker.gpu;

import java.util.Map;
import java.util.Optional;
import org.residency.activities.Progress;
import org.residency.activities.Stage;
import org.residency.artifacts.Checkpoint;

/**
 * One heartbeat: a {@link Progress}, field by field, so that whoever reads it as one need know no more; and the newest
 * checkpoint in the store.
 */
record TrainingBeat(
        Stage stage, String unit, long done, long total, Map<String, Double> values, Optional<Checkpoint> checkpoint) {

    TrainingBeat {
        values = values == null ? Map.of() : Map.copyOf(values);
        checkpoint = checkpoint == null ? Optional.empty() : checkpoint;
    }

    static TrainingBeat of(Progress progress, Optional<Checkpoint> checkpoint) {
        return new TrainingBeat(
                progress.stage(), progress.unit(), progress.done(), progress.total(), progress.values(), checkpoint);
    }
}
