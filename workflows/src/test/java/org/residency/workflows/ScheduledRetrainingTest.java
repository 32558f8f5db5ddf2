package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.residency.activities.TaskQueues;
import org.residency.activities.schedule.KeepRunRequest;

/**
 * On the server that skips time, which has no schedules but hands a cron's last result on in the same way; the real server's
 * schedules are tried by {@code ScheduleTest} of module e2e.
 */
class ScheduledRetrainingTest {

    private final TestHospital hospital = new TestHospital();

    @AfterEach
    void close() {
        hospital.close();
    }

    @Test
    void startsARunForTheFirstNotesAndForChangedOnesAlone() {
        WorkflowStub schedule = hourly();

        sleepUntil(() -> hospital.cpu.looks.get() >= 3);
        assertThat(hospital.cpu.kept).as("the notes have not changed").hasSize(1);

        hospital.cpu.notes = "more-notes";
        int looks = hospital.cpu.looks.get();
        sleepUntil(() -> hospital.cpu.looks.get() >= looks + 3);
        assertThat(hospital.cpu.kept).hasSize(2);
        schedule.terminate("enough");

        for (KeepRunRequest kept : hospital.cpu.kept) {
            RunStatus status = hospital.server
                    .getWorkflowClient()
                    .newWorkflowStub(RetrainingWorkflow.class, kept.run().value())
                    .status();
            assertThat(status.request()).isEqualTo(Sample.request().as(kept.run()));
            assertThat(kept.request().path("requester").asText()).isEqualTo("sam");
        }
        assertThat(hospital.cpu.kept.get(0).run())
                .isNotEqualTo(hospital.cpu.kept.get(1).run());
    }

    /** An hour at a time: the server's clock may run ahead of the workers. */
    private void sleepUntil(BooleanSupplier condition) {
        for (int hour = 0; hour < 100 && !condition.getAsBoolean(); hour++) {
            hospital.server.sleep(Duration.ofHours(1));
        }
        assertThat(condition.getAsBoolean()).as("looks: " + hospital.cpu.looks).isTrue();
    }

    private WorkflowStub hourly() {
        ScheduledRetrainingWorkflow workflow = hospital.server
                .getWorkflowClient()
                .newWorkflowStub(
                        ScheduledRetrainingWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId("schedule")
                                .setTaskQueue(TaskQueues.WORKFLOWS)
                                .setCronSchedule("0 * * * *")
                                .build());
        WorkflowClient.start(workflow::look, new ScheduledRetraining("hourly", Sample.request()));
        return WorkflowStub.fromTyped(workflow);
    }
}
