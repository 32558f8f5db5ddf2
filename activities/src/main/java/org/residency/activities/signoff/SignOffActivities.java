package org.residency.activities.signoff;

import io.temporal.activity.ActivityInterface;
import org.residency.artifacts.ArtifactRef;

/** What sign-off needs from outside the workflow. CPU queue. */
@ActivityInterface
public interface SignOffActivities {

    /**
     * Who may sign now: the registered clinicians.
     */
    Clinicians listClinicians();

    /**
     * Checks the signature against the register and stores the signed statement.
     *
     * @return the stored statement
     * @throws io.temporal.failure.ApplicationFailure {@code SIGN_OFF_REFUSED} if it does not verify
     */
    ArtifactRef recordStatement(RecordStatementRequest request);

    /** Tells clinicians that a run waits for them: a line in the log and, where one is configured, a webhook. */
    void notifyClinicians(NotifyCliniciansRequest request);
}
