package org.residency.temporal;

import jakarta.inject.Singleton;

/**
 * Whether this process has been told to stop. A long activity asks between two steps and, once it is so, keeps a
 * checkpoint, heartbeats it and throws {@link org.residency.activities.FailureKind#drained}: Temporal itself does not tell
 * a running activity.
 */
@Singleton
public class Drain {
    private volatile boolean requested;

    public boolean isRequested() {
        return requested;
    }

    /** There is no way back: a drained process ends. */
    public void request() {
        requested = true;
    }
}
