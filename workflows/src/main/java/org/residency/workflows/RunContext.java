package org.residency.workflows;

import io.temporal.workflow.Functions;
import org.residency.activities.RunId;
import org.residency.activities.Stage;

/** What the stages of a run share. */
record RunContext(
        RetrainingRequest request,
        PauseSwitch pause,
        Provenance provenance,
        Journal journal,
        EarlierResults earlier,
        GpuBudget budget) {

    RunId id() {
        return request.run();
    }

    RunSettings settings() {
        return request.settings();
    }

    /** What {@code work} comes to, taken from an earlier run where that is wanted and possible; the journal tells of it. */
    <T> Done<T> get(Work<T> work, Functions.Func<T> otherwise) {
        return told(earlier.get(work, otherwise));
    }

    /** As {@link #get}, but for what the run that results are taken from need not have. */
    <T> Done<T> getAny(Work<T> work, Functions.Func<T> otherwise) {
        return told(earlier.getAny(work, otherwise));
    }

    private <T> Done<T> told(Done<T> done) {
        done.reused().ifPresent(from -> journal.reused(done.work(), from));
        return done;
    }

    /** To be called first in every stage. */
    void enter(Stage stage) {
        journal.entered(stage);
        pause.awaitResumed();
    }
}
