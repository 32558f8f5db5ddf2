package org.residency.api;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.residency.workflows.RetrainingRequest;

/**
 * By what runs can be found in Temporal's own UI. They are registered with the first run; a server that does not have
 * them goes without, for a start with an attribute it does not know would fail.
 */
@Singleton
class RunSearchAttributes {
    private static final Logger LOG = Logger.getLogger(RunSearchAttributes.class);
    private static final SearchAttributeKey<String> REQUESTER = SearchAttributeKey.forKeyword("ResidencyRequester");
    private static final SearchAttributeKey<String> GATE_POLICY = SearchAttributeKey.forKeyword("ResidencyGatePolicy");

    private final WorkflowClient client;
    private boolean asked;
    private boolean known;

    RunSearchAttributes(WorkflowClient client) {
        this.client = client;
    }

    /** The run's attributes; none where the server does not take them. */
    SearchAttributes of(RetrainingRequest request) {
        if (!isRegistered()) {
            return SearchAttributes.EMPTY;
        }
        return SearchAttributes.newBuilder()
                .set(REQUESTER, request.requester())
                .set(GATE_POLICY, request.settings().gate().name())
                .build();
    }

    /** A server with a database may take a moment to know them: runs carry them from the second on. */
    private synchronized boolean isRegistered() {
        known = known || asked;
        if (!known) {
            asked = register();
        }
        return known;
    }

    private boolean register() {
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setChannel(client.getWorkflowServiceStubs().getRawChannel())
                .validateAndBuildWithDefaults());
        try {
            operator.blockingStub()
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                            .setNamespace(client.getOptions().getNamespace())
                            .putSearchAttributes(REQUESTER.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                            .putSearchAttributes(GATE_POLICY.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                            .build());
            return true;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.ALREADY_EXISTS) {
                known = true;
                return true;
            }
            LOG.infof("Runs carry no search attributes: %s", e.getStatus().getCode());
            return false;
        }
    }
}
