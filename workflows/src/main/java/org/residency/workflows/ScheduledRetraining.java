package org.residency.workflows;

import java.util.Objects;

/**
 * A retraining that a schedule starts again and again.
 *
 * @param schedule its name
 * @param retraining what each run is asked to do; its run id is replaced by a fresh one
 */
public record ScheduledRetraining(String schedule, RetrainingRequest retraining) {

    public ScheduledRetraining {
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(retraining, "retraining");
    }
}
