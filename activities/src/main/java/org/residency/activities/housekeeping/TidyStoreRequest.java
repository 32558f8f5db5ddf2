package org.residency.activities.housekeeping;

import java.util.Objects;
import org.residency.artifacts.RetentionPolicy;

/** @param dryRun whether only to look, and to change nothing */
public record TidyStoreRequest(RetentionPolicy policy, boolean dryRun) {

    public TidyStoreRequest {
        Objects.requireNonNull(policy, "policy");
    }
}
