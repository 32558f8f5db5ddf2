package org.residency.worker.gpu.testing;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Calls activities as a worker does, each implementation in an environment of its own, each call tried once. */
public final class ActivityStubs implements AutoCloseable {

    private final List<TestActivityEnvironment> environments = new ArrayList<>();

    /** A stub that runs {@code implementation}. */
    public <T> T of(Class<T> activities, T implementation) {
        TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
        environments.add(environment);
        environment.registerActivitiesImplementations(implementation);
        return environment.newActivityStub(
                activities,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofMinutes(5))
                        .setHeartbeatTimeout(Duration.ofSeconds(1))
                        .setRetryOptions(
                                RetryOptions.newBuilder().setMaximumAttempts(1).build())
                        .build());
    }

    /** Cancels what runs in the newest environment. */
    public void cancel() {
        environments.get(environments.size() - 1).requestCancelActivity();
    }

    @Override
    public void close() {
        environments.forEach(TestActivityEnvironment::close);
    }
}
