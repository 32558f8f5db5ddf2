package org.residency.workflows;

import org.residency.activities.RunId;
import org.residency.activities.Stage;

/** What the stages of a run share. */
record RunContext(RetrainingRequest request, PauseSwitch pause, Provenance provenance, Journal journal) {

    RunId id() {
        return request.run();
    }

    RunSettings settings() {
        return request.settings();
    }

    /** To be called first in every stage. */
    void enter(Stage stage) {
        journal.entered(stage);
        pause.awaitResumed();
    }
}
