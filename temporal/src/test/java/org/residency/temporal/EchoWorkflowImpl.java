package org.residency.temporal;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Public with a public constructor: a package-private class registers, and then its runs hang. */
public class EchoWorkflowImpl implements Echo.EchoWorkflow {
    private final Echo.EchoActivities activities = Workflow.newActivityStub(
            Echo.EchoActivities.class,
            ActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofSeconds(30))
                    .setRetryOptions(
                            RetryOptions.newBuilder().setMaximumAttempts(2).build())
                    .build());

    public EchoWorkflowImpl() {}

    @Override
    public String echo(int bytes) {
        return activities.repeat(bytes);
    }
}
