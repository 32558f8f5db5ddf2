package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.residency.activities.Stage;
import org.residency.activities.deidentification.DeidentificationSettings;
import org.residency.activities.deidentification.DeidentifiedShard;
import org.residency.activities.deidentification.PublishDatasetRequest;
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
                null,
                new DeidentificationSettings(null, 3, null, null),
                null,
                Sample.grpo(1, 1),
                null,
                null,
                Sample.signOff(1),
                Optional.empty());

        assertThat(hospital.run().retrain(Sample.request(tolerant)).conclusion())
                .isEqualTo(Conclusion.DEPLOYED);
    }

    @Test
    void goesOnWithoutTheQuarantinedCasesWhereTheirShareIsAllowed() {
        hospital.cpu.findingsAShard = 2;
        hospital.cpu.quarantinedAShard = 2;
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);

        RunOutcome outcome = hospital.run().retrain(Sample.request(quarantining(0.04)));

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.DEPLOYED);
        PublishDatasetRequest published = hospital.cpu.published.get(0);
        assertThat(published.shards()).hasSize(3).allMatch(shard -> shard.caseCount() == 48);
        assertThat(published.shards())
                .extracting(Shard::ref)
                .containsExactly(
                        Sample.ref("passed/TRAIN0"), Sample.ref("passed/VALIDATION0"), Sample.ref("passed/TEST0"));
        assertThat(published.audits()).hasSize(3).startsWith(Sample.ref("audit/TRAIN0"));
        assertThat(published.ingest().orElseThrow().rows()).isEqualTo(157);
        assertThat(published.replacedByClass()).containsExactly(Map.entry("NAME", 36));
        assertThat(hospital.started().status().quarantined()).isEqualTo(6);
        assertThat(hospital.cpu.manifests)
                .filteredOn(manifest -> manifest.stage() == Stage.DEIDENTIFICATION)
                .singleElement()
                .satisfies(manifest -> assertThat(manifest.settings())
                        .containsEntry("deidentification.quarantined", "6")
                        .containsEntry("deidentification.maxQuarantinedShare", "0.04"));
    }

    @Test
    void endsBeforeTrainingWhereTooManyCasesAreQuarantined() {
        hospital.cpu.findingsAShard = 2;
        hospital.cpu.quarantinedAShard = 2;

        RunOutcome outcome = hospital.run().retrain(Sample.request(quarantining(0.039)));

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.AUDIT_REFUSED);
        assertThat(outcome.reason())
                .isEqualTo(
                        "the audit found 6 identifiers in de-identified text and quarantined 6 of 150 cases, expected"
                                + " at most a share of 0.039 (deidentification.maxQuarantinedShare)");
        assertThat(hospital.script.calls()).doesNotContain("publishDataset", "trainAdapter");
    }

    private static RunSettings quarantining(double share) {
        return new RunSettings(
                null,
                new DeidentificationSettings(null, null, null, share),
                null,
                Sample.grpo(1, 1),
                null,
                null,
                Sample.signOff(1),
                Optional.empty());
    }
}
