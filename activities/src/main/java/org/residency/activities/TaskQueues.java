package org.residency.activities;

/** Where work waits for a worker. */
public final class TaskQueues {

    /** Workflow code. */
    public static final String WORKFLOWS = "residency-workflows";

    /** Activities that need no GPU. */
    public static final String CPU = "residency-cpu";

    /** Activities that hold the language model: one at a time a device. */
    public static final String GPU = "residency-gpu";

    private TaskQueues() {}
}
