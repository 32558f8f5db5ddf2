package org.residency.e2e;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The bytes that the orchestrator keeps of a run. */
final class Histories implements AutoCloseable {

    private final WorkflowServiceStubs service;

    Histories(String address) {
        service = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    }

    /** Everything in a workflow's history, payloads as they are; empty if there is no such workflow. */
    String of(String workflowId) {
        StringBuilder whole = new StringBuilder();
        ByteString page = ByteString.EMPTY;
        try {
            do {
                GetWorkflowExecutionHistoryResponse response = service.blockingStub()
                        .getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                                .setNamespace("default")
                                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                                .setNextPageToken(page)
                                .build());
                whole.append(new String(response.getHistory().toByteArray(), StandardCharsets.UTF_8));
                page = response.getNextPageToken();
            } while (!page.isEmpty());
        } catch (StatusRuntimeException e) {
            return "";
        }
        return whole.toString();
    }

    @Override
    public void close() {
        service.shutdownNow();
        service.awaitTermination(5, TimeUnit.SECONDS);
    }
}
