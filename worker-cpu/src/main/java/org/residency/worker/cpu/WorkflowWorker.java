package org.residency.worker.cpu;

import io.temporal.worker.WorkerOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.residency.activities.TaskQueues;
import org.residency.activities.deployment.DeploymentActivities;
import org.residency.activities.provenance.ProvenanceActivities;
import org.residency.activities.signoff.SignOffActivities;
import org.residency.temporal.WorkerRegistration;
import org.residency.workflows.WorkflowRegistration;

/** Runs the workflows. */
@Singleton
class WorkflowWorker implements WorkerRegistration {

    /** A busy machine takes longer than the SDK's one second to load the classes of a first task. */
    private static final long DEADLOCK_AFTER_MILLIS = 10_000;

    private final CpuWorkerConfig config;
    private final List<Object> onTheSpot;

    WorkflowWorker(
            CpuWorkerConfig config,
            ProvenanceActivities provenance,
            SignOffActivities signOff,
            DeploymentActivities deployment) {
        this.config = config;
        this.onTheSpot = List.of(provenance, signOff, deployment);
    }

    @Override
    public String taskQueue() {
        return TaskQueues.WORKFLOWS;
    }

    @Override
    public WorkerOptions.Builder options(WorkerOptions.Builder house) {
        return house.setMaxConcurrentWorkflowTaskExecutionSize(config.cpu().workflowTasks())
                .setDefaultDeadlockDetectionTimeout(DEADLOCK_AFTER_MILLIS)
                // Activities are asked for on other queues.
                .setLocalActivityWorkerOnly(true);
    }

    @Override
    public Map<Class<?>, WorkflowImplementationOptions> workflows() {
        return WorkflowRegistration.implementations().stream()
                .collect(Collectors.toMap(Function.identity(), type -> WorkflowRegistration.options()));
    }

    /** What a workflow's step does itself rather than ask for. */
    @Override
    public List<Object> activities() {
        return onTheSpot;
    }
}
