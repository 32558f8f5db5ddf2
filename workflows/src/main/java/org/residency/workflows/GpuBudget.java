package org.residency.workflows;

import java.time.Duration;
import java.util.Optional;
import org.residency.activities.RunId;
import org.residency.activities.provenance.ProvenanceActivities;

/** How long a run may hold devices. It is looked at before what needs one begins; what has begun goes on to its end. */
final class GpuBudget {

    private final RunId run;
    private final Optional<Duration> limit;
    private Optional<Duration> used = Optional.empty();

    GpuBudget(RunId run, Optional<Duration> limit) {
        this.run = run;
        this.limit = limit;
    }

    /** Says that the budget is used up; no failure, but the end of the run. */
    static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Spent(String message) {
            super(message);
        }
    }

    /**
     * Goes on if some of the budget is left.
     *
     * @throws Spent if none is
     */
    void require() {
        if (isSpent()) {
            throw new Spent("the run has held devices for %s over all attempts, of %s (gpuBudget)"
                    .formatted(used.orElseThrow(), limit.orElseThrow()));
        }
    }

    /** Looks how much is used; false, without looking, where there is no limit. */
    boolean isSpent() {
        look();
        return limit.isPresent() && used.orElseThrow().compareTo(limit.get()) >= 0;
    }

    /** Looks how much is used, where there is a limit. */
    void look() {
        if (limit.isPresent()) {
            used = Optional.of(OnTheSpot.call(
                    ProvenanceActivities.class,
                    StageOptions.BOOKKEEPING,
                    "Look how much of the GPU budget is used",
                    activities -> activities.sumDeviceTime(run.value())));
        }
    }

    /** What the last look saw; empty where there is no limit, or nobody looked yet. */
    Optional<Duration> used() {
        return used;
    }
}
