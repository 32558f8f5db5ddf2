package org.residency.e2e;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.residency.encryption.PayloadEncryption;
import org.residency.encryption.PayloadKeyFile;

/** What the orchestrator keeps of a run: as it lies there, and as it reads with the keys. */
final class Histories implements AutoCloseable {

    private final WorkflowServiceStubs service;
    private final PayloadEncryption encryption;

    Histories(String address, Path payloadKeys) {
        encryption = new PayloadEncryption(new PayloadKeyFile(payloadKeys));
        service = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    }

    /** A workflow's history as it lies there; empty if there is no such workflow. */
    String stored(String workflowId) {
        StringBuilder whole = new StringBuilder();
        events(workflowId).forEach(event -> whole.append(event));
        return whole.toString();
    }

    /** Everything that somebody with the keys can read in a workflow's history; empty if there is no such workflow. */
    String readable(String workflowId) {
        StringBuilder whole = new StringBuilder(stored(workflowId));
        events(workflowId).forEach(event -> decrypt(event, whole));
        return whole.toString();
    }

    private void decrypt(Message message, StringBuilder text) {
        if (message instanceof Payload payload) {
            Payload clear = encryption.decode(List.of(payload)).get(0);
            text.append(clear.getData().toStringUtf8()).append('\n');
            return;
        }
        for (Object value : message.getAllFields().values()) {
            for (Object part : value instanceof List<?> parts ? parts : List.of(value)) {
                if (part instanceof Message nested) {
                    decrypt(nested, text);
                }
            }
        }
    }

    /** The events of a workflow's last execution; none if there is no such workflow. */
    List<HistoryEvent> events(String workflowId) {
        List<HistoryEvent> events = new ArrayList<>();
        ByteString page = ByteString.EMPTY;
        try {
            do {
                GetWorkflowExecutionHistoryResponse response = service.blockingStub()
                        .getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                                .setNamespace("default")
                                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                                .setNextPageToken(page)
                                .build());
                events.addAll(response.getHistory().getEventsList());
                page = response.getNextPageToken();
            } while (!page.isEmpty());
        } catch (StatusRuntimeException e) {
            return List.of();
        }
        return events;
    }

    @Override
    public void close() {
        service.shutdownNow();
        service.awaitTermination(5, TimeUnit.SECONDS);
    }
}
