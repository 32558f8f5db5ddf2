package org.residency.temporal;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the server answers and the workers poll. */
@Readiness
@Singleton
class TemporalReadiness implements HealthCheck {
    private final TemporalConfig config;
    private final WorkflowServiceStubs stubs;
    private final WorkerLifecycle workers;

    TemporalReadiness(TemporalConfig config, WorkflowServiceStubs stubs, WorkerLifecycle workers) {
        this.config = config;
        this.stubs = stubs;
        this.workers = workers;
    }

    @Override
    public HealthCheckResponse call() {
        boolean answers = serverAnswers();
        return HealthCheckResponse.named("temporal")
                .withData("server", stubs.getOptions().getTarget())
                .withData("answers", answers)
                .withData("workers", workers.isStarted())
                .status(answers && workers.isStarted())
                .build();
    }

    private boolean serverAnswers() {
        try {
            stubs.blockingStub()
                    .withDeadlineAfter(config.healthTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
            return true;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }
}
