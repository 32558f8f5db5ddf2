package org.residency.worker.cpu;

import io.temporal.worker.WorkerOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.residency.activities.TaskQueues;
import org.residency.temporal.WorkerRegistration;
import org.residency.workflows.WorkflowRegistration;

/** Runs the workflows. */
@Singleton
class WorkflowWorker implements WorkerRegistration {

    /** A busy machine takes longer than the SDK's one second to load the classes of a first task. */
    private static final long DEADLOCK_AFTER_MILLIS = 10_000;

    private final CpuWorkerConfig config;

    WorkflowWorker(CpuWorkerConfig config) {
        this.config = config;
    }

    @Override
    public String taskQueue() {
        return TaskQueues.WORKFLOWS;
    }

    @Override
    public WorkerOptions.Builder options(WorkerOptions.Builder house) {
        return house.setMaxConcurrentWorkflowTaskExecutionSize(config.cpu().workflowTasks())
                .setDefaultDeadlockDetectionTimeout(DEADLOCK_AFTER_MILLIS);
    }

    @Override
    public Map<Class<?>, WorkflowImplementationOptions> workflows() {
        return WorkflowRegistration.implementations().stream()
                .collect(Collectors.toMap(Function.identity(), type -> WorkflowRegistration.options()));
    }
}
