package org.residency.activities.signoff;

import java.util.Objects;
import org.residency.activities.RunId;

/** Which run waits, and how urgently. */
public record NotifyCliniciansRequest(RunId run, Urgency urgency) {

    /** How long the run has waited already. */
    public enum Urgency {
        /** It has just begun to wait. */
        WAITING,
        /** It has waited for the time after which clinicians are reminded. */
        REMINDER,
        /** It has waited so long that others than the clinicians should know. */
        ESCALATION,
        /** It waits no longer. */
        EXPIRED
    }

    public NotifyCliniciansRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(urgency, "urgency");
    }
}
