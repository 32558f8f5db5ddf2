package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.residency.activities.Stage;
import org.residency.activities.TaskQueues;
import org.residency.identity.Decision;

class RunAttributesTest {

    private final TestHospital hospital = new TestHospital();

    @AfterEach
    void close() {
        hospital.close();
    }

    @Test
    void sayWhatARunIsAtAndWhomItWaitsFor() throws Exception {
        start(RunAttributes.atStart(Sample.request(), Instant.EPOCH));
        hospital.awaitSignOffDesk();

        SearchAttributes waiting = described();
        assertThat(waiting.get(RunAttributes.STAGE)).isEqualTo(Stage.SIGN_OFF.word());
        assertThat(waiting.get(RunAttributes.WAITS_FOR)).isEqualTo("clinicians");
        assertThat(waiting.get(RunAttributes.SINCE)).isAfter(OffsetDateTime.parse("2026-01-01T00:00Z"));
        assertThat(waiting.get(RunAttributes.REQUESTER)).isEqualTo("sam");
        assertThat(waiting.get(RunAttributes.BASE_MODEL)).isEqualTo("base");
        assertThat(waiting.get(RunAttributes.VERDICT)).isEqualTo("PASS");
        assertThat(waiting.get(RunAttributes.DATASET))
                .isEqualTo(Sample.dataset().ref().sha256());

        hospital.started().pause();
        hospital.awaitStatus(status -> status.waiting().filter("paused"::equals).isPresent());
        assertThat(described().get(RunAttributes.WAITS_FOR)).isEqualTo("operator");
        hospital.started().resume();
        hospital.sign(Sample.statement("dr-ada", Decision.APPROVED));
        hospital.outcome();
        assertThat(described().get(RunAttributes.WAITS_FOR)).isEqualTo("nobody");
        assertThat(described().get(RunAttributes.STAGE)).isEqualTo(Stage.DEPLOYMENT.word());
    }

    @Test
    void areLeftAloneWhereTheRunWasStartedWithoutThem() throws Exception {
        hospital.start(Sample.request());
        hospital.awaitSignOffDesk();
        hospital.sign(Sample.statement("dr-ada", Decision.APPROVED));

        assertThat(hospital.outcome().conclusion()).isEqualTo(RunOutcome.Conclusion.DEPLOYED);
        assertThat(described().get(RunAttributes.STAGE)).isNull();
    }

    private void start(SearchAttributes attributes) {
        RunAttributes.all().forEach(key -> hospital.server.registerSearchAttribute(key.getName(), key.getValueType()));
        RetrainingWorkflow run = hospital.server
                .getWorkflowClient()
                .newWorkflowStub(
                        RetrainingWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(Sample.RUN.value())
                                .setTaskQueue(TaskQueues.WORKFLOWS)
                                .setTypedSearchAttributes(attributes)
                                .build());
        WorkflowClient.start(run::retrain, Sample.request());
    }

    private SearchAttributes described() {
        return hospital.server
                .getWorkflowClient()
                .newUntypedWorkflowStub(Sample.RUN.value())
                .describe()
                .getTypedSearchAttributes();
    }
}
