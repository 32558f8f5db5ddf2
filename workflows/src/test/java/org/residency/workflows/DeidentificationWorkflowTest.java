package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.residency.activities.deidentification.DeidentificationSettings;
import org.residency.activities.deidentification.DeidentifiedShard;
import org.residency.artifacts.Shard;
import org.residency.identity.Decision;
import org.residency.workflows.RunOutcome.Conclusion;

class DeidentificationWorkflowTest {

    private final TestHospital hospital = new TestHospital();

    @AfterEach
    void close() {
        hospital.close();
    }

    @Test
    void keepsTheShardsInOrderAndTheirNumberInFlightSmall() {
        hospital.cpu.rawShards = 120;
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);

        RunOutcome outcome = hospital.run().retrain(Sample.request());

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.DEPLOYED);
        assertThat(hospital.cpu.mostShardsInFlight.get()).isBetween(2, 50);
        assertThat(hospital.started().status().deidentified())
                .hasSize(120)
                .extracting(DeidentifiedShard::shard)
                .extracting(Shard::index)
                .startsWith(0, 0, 0, 1, 1, 1);
    }

    @Test
    void startsNoMoreThanFiftyShardsBeforeOneIsAudited() throws Exception {
        hospital.cpu.rawShards = 60;
        hospital.script.hold("auditShard");
        hospital.start(Sample.request());

        hospital.script.awaitCalls("auditShard", 50);
        Thread.sleep(500);

        assertThat(hospital.script.calls("deidentifyShard")).isEqualTo(50);
        DeidentificationWorkflow child = hospital.server
                .getWorkflowClient()
                .newWorkflowStub(DeidentificationWorkflow.class, DeidentificationRequest.workflowId(Sample.RUN));
        assertThat(child.progress().done()).isZero();
        assertThat(child.progress().total()).isEqualTo(60);
    }

    @Test
    void passesWithAsManyFindingsAsAreAllowed() {
        hospital.cpu.findingsAShard = 1;
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);
        RunSettings tolerant = new RunSettings(
                null, new DeidentificationSettings(null, 3), null, Sample.grpo(1, 1), null, null, Sample.signOff(1));

        assertThat(hospital.run().retrain(Sample.request(tolerant)).conclusion())
                .isEqualTo(Conclusion.DEPLOYED);
    }
}
