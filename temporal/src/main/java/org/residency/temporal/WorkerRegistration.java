package org.residency.temporal;

import io.temporal.worker.WorkerOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import java.util.List;
import java.util.Map;

/**
 * What a process does for one task queue. Every CDI bean of this type becomes a worker; a process without any is a client
 * alone.
 */
public interface WorkerRegistration {
    String taskQueue();

    /**
     * The worker's options.
     *
     * @param house the options that every worker here shares: no eager execution (it ignores which queue is meant for
     *     whom), heartbeats allowed while draining, heartbeats throttled as configured
     * @return {@code house}, with what this worker needs besides, for example how many activities at once
     */
    default WorkerOptions.Builder options(WorkerOptions.Builder house) {
        return house;
    }

    /** The workflow implementations, public classes with a public constructor, each with its options. */
    default Map<Class<?>, WorkflowImplementationOptions> workflows() {
        return Map.of();
    }

    /** The activity implementations. */
    default List<Object> activities() {
        return List.of();
    }
}
