package org.residency.activities.signoff;

import static org.residency.activities.Setting.inRange;
import static org.residency.activities.Setting.orElse;

import java.time.Duration;

/**
 * @param requiredApprovals how many clinicians must approve; one rejection is enough to end the run; 1 unless told
 * @param remindAfter 24 hours unless told
 * @param escalateAfter 48 hours unless told
 * @param expireAfter 21 days unless told
 */
public record SignOffSettings(
        Integer requiredApprovals, Duration remindAfter, Duration escalateAfter, Duration expireAfter) {

    public SignOffSettings {
        requiredApprovals = inRange("signoff.requiredApprovals", requiredApprovals, 1, 1, 20);
        remindAfter = orElse(remindAfter, Duration.ofDays(1));
        escalateAfter = orElse(escalateAfter, Duration.ofDays(2));
        expireAfter = orElse(expireAfter, Duration.ofDays(21));
        if (remindAfter.isNegative() || remindAfter.isZero()) {
            throw new IllegalArgumentException("signoff.remindAfter: found " + remindAfter + ", expected more than 0");
        }
        if (remindAfter.compareTo(escalateAfter) > 0 || escalateAfter.compareTo(expireAfter) > 0) {
            throw new IllegalArgumentException("signoff: found remindAfter " + remindAfter + ", escalateAfter "
                    + escalateAfter + ", expireAfter " + expireAfter + "; expected each no later than the next");
        }
    }

    public static SignOffSettings defaults() {
        return new SignOffSettings(null, null, null, null);
    }
}
