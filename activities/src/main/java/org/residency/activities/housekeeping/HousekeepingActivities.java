package org.residency.activities.housekeeping;

import io.temporal.activity.ActivityInterface;

/** Keeps the store from growing for ever. CPU queue. */
@ActivityInterface
public interface HousekeepingActivities {

    /**
     * Finds what no chain of manifests needs and whose time is over, and removes it unless asked only to look. Idempotent: a
     * second time finds the rest.
     */
    TidiedStore tidyStore(TidyStoreRequest request);
}
