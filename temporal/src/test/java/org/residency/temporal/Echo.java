package org.residency.temporal;

import io.temporal.activity.ActivityInterface;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** The smallest workflow and activity, for tests of the connection. */
final class Echo {
    static final String QUEUE = "echo";

    private Echo() {}

    /** Calls one activity. */
    @WorkflowInterface
    public interface EchoWorkflow {
        @WorkflowMethod
        String echo(int bytes);
    }

    /** Does the work. */
    @ActivityInterface
    public interface EchoActivities {
        String repeat(int bytes);
    }
}
