package org.residency.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TemporalSchedulesTest {

    private static final Map<Status.Code, Function<String, Refusal>> REFUSALS =
            Map.of(Status.Code.NOT_FOUND, said -> Refusal.notFound("no such schedule: " + said));

    private final WorkflowServiceStubs stubs = WorkflowServiceStubs.newLocalServiceStubs();
    private final TemporalSchedules schedules = new TemporalSchedules(WorkflowClient.newInstance(stubs));

    @AfterEach
    void close() {
        stubs.shutdownNow();
    }

    @Test
    void turnsTheServersNoIntoTheCallersRefusal() {
        assertThatThrownBy(() -> ask(new ScheduleException(
                        Status.NOT_FOUND.withDescription("weekly").asRuntimeException())))
                .isInstanceOf(Refusal.class)
                .hasMessage("no such schedule: weekly");
        assertThatThrownBy(() -> ask(Status.NOT_FOUND.withDescription("weekly").asRuntimeException()))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void passesOnWhatNobodyExpected() {
        RuntimeException busy = Status.RESOURCE_EXHAUSTED.asRuntimeException();
        assertThatThrownBy(() -> ask(new ScheduleException(busy))).isSameAs(busy);

        ScheduleException bug = new ScheduleException(new IllegalStateException("no status"));
        assertThatThrownBy(() -> ask(bug)).isSameAs(bug);
    }

    private void ask(RuntimeException answer) {
        schedules.ask(REFUSALS, client -> {
            throw answer;
        });
    }
}
