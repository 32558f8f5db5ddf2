package org.residency.worker.cpu;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.residency.activities.Progress;

/** Calls an activity as a worker would: its records go through Temporal's converter, its failures come out typed. */
public final class ActivityHarness implements AutoCloseable {

    private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
    private final List<Progress> heartbeats = new CopyOnWriteArrayList<>();

    public ActivityHarness() {
        environment.setActivityHeartbeatListener(Progress.class, heartbeats::add);
    }

    /** The activities, as a workflow sees them. */
    public <T> T stub(Class<T> type, T implementation) {
        environment.registerActivitiesImplementations(implementation);
        return environment.newActivityStub(type);
    }

    public List<Progress> heartbeats() {
        return heartbeats;
    }

    /** The failure that reaches the workflow. */
    public static ApplicationFailure failureOf(ThrowingCallable call) {
        ActivityFailure failure = catchThrowableOfType(ActivityFailure.class, call);
        return (ApplicationFailure) failure.getCause();
    }

    @Override
    public void close() {
        environment.close();
    }
}
