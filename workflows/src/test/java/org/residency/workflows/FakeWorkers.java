package org.residency.workflows;

import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import org.residency.activities.TaskQueues;

/** The workers of a test, each on its own queue as in production. */
final class FakeWorkers {

    /** A busy build machine should not be taken for a workflow that hangs, as it is after one second by default. */
    static final WorkerOptions PATIENT = WorkerOptions.newBuilder()
            .setDefaultDeadlockDetectionTimeout(20_000)
            .setLocalActivityWorkerOnly(true)
            .build();

    private FakeWorkers() {}

    /** The workflows, and fakes of both workers. */
    static void register(WorkerFactory factory, FakeCpu cpu, FakeGpu gpu) {
        registerWorkflows(factory, cpu);
        registerActivities(factory, cpu, gpu);
    }

    /**
     * The workflows.
     *
     * @param cpu what is done on the spot
     */
    static void registerWorkflows(WorkerFactory factory, FakeCpu cpu) {
        Worker worker = factory.newWorker(TaskQueues.WORKFLOWS, PATIENT);
        WorkflowRegistration.registerWith(worker);
        worker.registerActivitiesImplementations(cpu);
    }

    static void registerActivities(WorkerFactory factory, FakeCpu cpu, FakeGpu gpu) {
        WorkerOptions options = WorkerOptions.newBuilder()
                // So that a cancelled activity hears of it soon: it hears by its heartbeat.
                .setMaxHeartbeatThrottleInterval(Duration.ofMillis(100))
                .setDefaultHeartbeatThrottleInterval(Duration.ofMillis(100))
                .build();
        Worker cpuWorker = factory.newWorker(TaskQueues.CPU, options);
        cpuWorker.registerActivitiesImplementations(cpu);
        Worker gpuWorker = factory.newWorker(TaskQueues.GPU, options);
        gpuWorker.registerActivitiesImplementations(gpu);
    }
}
