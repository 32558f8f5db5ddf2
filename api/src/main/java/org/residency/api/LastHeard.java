package org.residency.api;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.workflows.RetrainingRequest;
import org.residency.workflows.RunOutcome;
import org.residency.workflows.RunStatus;

/** What runs that go on last said of themselves: shown while no worker answers for them. Gone with the process. */
@Singleton
class LastHeard {
    private final Map<RunId, RunStatus> statuses = new ConcurrentHashMap<>();

    void keep(RunId run, RunStatus status) {
        statuses.put(run, status);
    }

    Optional<RunStatus> of(RunId run) {
        return Optional.ofNullable(statuses.get(run));
    }

    void forget(RunId run) {
        statuses.remove(run);
    }

    /** All that is known of a run that never said anything. */
    static RunStatus asked(RetrainingRequest request, Stage stage) {
        return new RunStatus(
                request,
                stage,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same, with how it ended. */
    static RunStatus ended(RunStatus status, RunOutcome outcome) {
        return new RunStatus(
                status.request(),
                status.stage(),
                Optional.empty(),
                status.ingest(),
                status.deidentified(),
                status.auditFindings(),
                status.quarantined(),
                status.dataset(),
                status.sft(),
                status.rounds(),
                status.grpo(),
                status.merge(),
                status.evaluation(),
                status.verdict(),
                status.signOffs(),
                status.refusedStatements(),
                status.manifests(),
                status.reused(),
                status.gpuTime(),
                Optional.of(outcome));
    }
}
