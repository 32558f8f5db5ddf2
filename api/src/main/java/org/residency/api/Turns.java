package org.residency.api;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetClusterInfoRequest;
import io.temporal.client.WorkflowClient;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.residency.workflows.RetrainingRequest;
import org.residency.workflows.RunPriority;

/** Says so where a run asks to go first, or to take turns, of a server that keeps no order but that of asking. */
@Singleton
class Turns {

    private static final Logger LOG = Logger.getLogger(Turns.class);

    private final WorkflowClient client;

    Turns(WorkflowClient client) {
        this.client = client;
    }

    void warnWhereThereAreNone(RetrainingRequest request) {
        if (request.priority() == RunPriority.NORMAL && request.department().isEmpty()) {
            return;
        }
        try {
            client.getWorkflowServiceStubs().blockingStub().getClusterInfo(GetClusterInfoRequest.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
                LOG.warnf(
                        "%s asks for priority %s: this Temporal server is the one inside the local stack, which takes runs"
                                + " in the order in which they are asked for; use a real one (./residency temporal install)",
                        request.run(), request.priority());
            }
        }
    }
}
