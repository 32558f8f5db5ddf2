package org.residency.api;

import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.residency.activities.FailureKind;
import org.residency.activities.TaskQueues;
import org.residency.artifacts.Deployment;
import org.residency.identity.Role;
import org.residency.workflows.RollbackRequest;
import org.residency.workflows.RollbackWorkflow;

/** Takes a model out of service, once however often it is asked for. */
@Singleton
class Rollbacks {
    /** What no other attempt mends. */
    private static final Set<String> REFUSALS =
            Set.of(FailureKind.INVALID_INPUT.name(), FailureKind.WITHDRAWN_DATA.name());

    private final WorkflowClient client;
    private final Registered registered;
    private final Duration wait;

    Rollbacks(WorkflowClient client, Registered registered, ApiConfig config) {
        this.client = client;
        this.registered = registered;
        this.wait = config.api().rollbackWait();
    }

    /** Brings back the model that {@code request} names as replaced, and waits until it answers. */
    Deployment rollBack(RollbackRequest request) {
        registered.require("operator", request.operator(), Role.OPERATOR);
        RollbackWorkflow workflow = client.newWorkflowStub(
                RollbackWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(request.workflowId())
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .setWorkflowIdReusePolicy(
                                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
                        .setStaticSummary("Roll back deployment %d, asked for by %s"
                                .formatted(request.deployment(), request.operator()))
                        .build());
        try {
            WorkflowClient.start(workflow::rollBack, request);
        } catch (WorkflowExecutionAlreadyStarted e) {
            // Somebody was quicker: the answer is the same.
        }
        return result(request, client.newUntypedWorkflowStub(request.workflowId()));
    }

    private Deployment result(RollbackRequest request, WorkflowStub workflow) {
        try {
            return workflow.getResult(wait.toMillis(), TimeUnit.MILLISECONDS, Deployment.class);
        } catch (WorkflowFailedException e) {
            RunFailure failure = RunFailure.of(e.getCause());
            throw REFUSALS.contains(failure.kind())
                    ? Refusal.conflict(failure.message())
                    : Refusal.unavailable("deployment " + request.deployment() + " was not rolled back: "
                            + failure.message() + "; ask again");
        } catch (TimeoutException e) {
            throw Refusal.unavailable(
                    "the rollback of deployment " + request.deployment() + " goes on, but was not done" + " within "
                            + wait.toSeconds() + " s; see GET /deployments, or ask again, it counts once");
        }
    }
}
