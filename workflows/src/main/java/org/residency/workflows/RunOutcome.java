package org.residency.workflows;

import java.util.Objects;
import java.util.Optional;
import org.residency.activities.RunId;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Deployment;

/**
 * How a run ended.
 *
 * @param reason a sentence for a person
 * @param manifest head of the run's chain of manifests; empty if it ended before the first stage did
 */
public record RunOutcome(
        RunId run,
        Conclusion conclusion,
        String reason,
        Optional<Deployment> deployment,
        Optional<ArtifactRef> manifest) {

    /** The ends of a run that are results. */
    public enum Conclusion {
        /** The signed model is in service. */
        DEPLOYED,
        /** The audit found identifiers in de-identified text. */
        AUDIT_REFUSED,
        /** It has held devices for as long as it may. */
        GPU_BUDGET_SPENT,
        /** The gate failed the evaluation. */
        GATE_CLOSED,
        /** The gate could not decide. */
        GATE_INCONCLUSIVE,
        /** A clinician refused to sign. */
        SIGN_OFF_REJECTED,
        /** Nobody signed in time. */
        SIGN_OFF_EXPIRED,
        /** The candidate failed its smoke prompts; the former model answers. */
        ROLLED_BACK
    }

    public RunOutcome {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(conclusion, "conclusion");
        Objects.requireNonNull(reason, "reason");
        deployment = deployment == null ? Optional.empty() : deployment;
        manifest = manifest == null ? Optional.empty() : manifest;
    }
}
