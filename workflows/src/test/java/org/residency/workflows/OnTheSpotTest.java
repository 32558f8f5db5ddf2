package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.residency.identity.Decision;
import org.residency.workflows.RunOutcome.Conclusion;

class OnTheSpotTest {

    private final TestHospital hospital = new TestHospital();

    @AfterEach
    void close() {
        hospital.close();
    }

    @Test
    void keepsBookkeepingOffTheQueues() throws Exception {
        hospital.start(Sample.request());
        hospital.awaitSignOffDesk();

        assertThat(hospital.script.calls())
                .contains("recordManifest", "findResult", "currentDeployment", "listClinicians");
        assertThat(activitiesAskedFor())
                .contains("TrainAdapter", "EvaluateModel")
                .doesNotContain("RecordManifest", "FindResult", "CurrentDeployment", "ListClinicians");
    }

    @Test
    void asksForAnActivityWhereItFails() throws Exception {
        hospital.script.fail("recordManifest", new IllegalStateException("the store does not answer"));
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);

        RunOutcome outcome = hospital.run().retrain(Sample.request());

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.DEPLOYED);
        assertThat(activitiesAskedFor()).contains("RecordManifest").doesNotContain("FindResult");
    }

    private List<String> activitiesAskedFor() {
        return hospital.server.getWorkflowClient().fetchHistory(Sample.RUN.value()).getEvents().stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
                .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
                .map(scheduled -> scheduled.getActivityType().getName())
                .toList();
    }
}
