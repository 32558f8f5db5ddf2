package org.residency.worker.gpu;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.residency.activities.Progress;
import org.residency.activities.Stage;
import org.residency.artifacts.Checkpoint;

/**
 * One heartbeat: a {@link Progress}, field by field, so that whoever reads it as one need know no more; and the newest
 * checkpoint in the store.
 *
 * @param attempt whose beat it is, from 1; 0 in a beat of an older version
 * @param heldMillis how long that attempt has held the device by now
 */
record TrainingBeat(
        Stage stage,
        String unit,
        long done,
        long total,
        Map<String, Double> values,
        Optional<Checkpoint> checkpoint,
        int attempt,
        long heldMillis) {

    TrainingBeat {
        values = values == null ? Map.of() : Map.copyOf(values);
        checkpoint = checkpoint == null ? Optional.empty() : checkpoint;
    }

    static TrainingBeat of(Progress progress, Optional<Checkpoint> checkpoint, int attempt, Duration held) {
        return new TrainingBeat(
                progress.stage(),
                progress.unit(),
                progress.done(),
                progress.total(),
                progress.values(),
                checkpoint,
                attempt,
                held.toMillis());
    }
}
