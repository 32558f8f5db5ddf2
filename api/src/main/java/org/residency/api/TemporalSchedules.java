package org.residency.api;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleException;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Function;

/** Temporal's own schedules, which not every server has. */
@Singleton
class TemporalSchedules {

    private final ScheduleClient client;

    TemporalSchedules(WorkflowClient workflows) {
        client = ScheduleClient.newInstance(
                workflows.getWorkflowServiceStubs(),
                ScheduleClientOptions.newBuilder()
                        .setNamespace(workflows.getOptions().getNamespace())
                        .setDataConverter(workflows.getOptions().getDataConverter())
                        .build());
    }

    /**
     * Asks the server.
     *
     * @param refusals what to answer where the server says no, by its code; each is given the server's own words
     * @throws StatusRuntimeException if it says no otherwise
     */
    <T> T ask(Map<Status.Code, Function<String, Refusal>> refusals, Function<ScheduleClient, T> question) {
        try {
            return question.apply(client);
        } catch (ScheduleException e) {
            throw e.getCause() instanceof StatusRuntimeException no ? answerTo(no, refusals) : e;
        } catch (StatusRuntimeException e) {
            throw answerTo(e, refusals);
        }
    }

    private static RuntimeException answerTo(
            StatusRuntimeException no, Map<Status.Code, Function<String, Refusal>> refusals) {
        Function<String, Refusal> refusal = refusals.get(no.getStatus().getCode());
        return refusal == null ? no : refusal.apply(no.getStatus().getDescription());
    }
}
