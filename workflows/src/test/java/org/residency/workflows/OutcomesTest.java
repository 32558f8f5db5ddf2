package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.residency.activities.Stage;
import org.residency.activities.evaluation.ModelRole;
import org.residency.activities.provenance.RecordManifestRequest;
import org.residency.identity.Decision;
import org.residency.workflows.RunOutcome.Conclusion;

/** A no is a result: the run ends well, and says why. */
class OutcomesTest {

    private final TestHospital hospital = new TestHospital();

    @AfterEach
    void close() {
        hospital.close();
    }

    @Test
    void endsBeforeTrainingWhereTheAuditFindsTooMuch() {
        hospital.cpu.findingsAShard = 2;

        RunOutcome outcome = hospital.run().retrain(Sample.request());

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.AUDIT_REFUSED);
        assertThat(outcome.reason())
                .isEqualTo("the audit found 6 identifiers in de-identified text, expected at most 0");
        assertThat(hospital.script.calls()).doesNotContain("publishDataset", "trainAdapter");
        assertThat(hospital.started().status().auditFindings()).isEqualTo(6);
        assertThat(lastManifest().stage()).isEqualTo(Stage.DEIDENTIFICATION);
        assertThat(lastManifest().outputs()).containsOnlyKeys("audit/00000", "audit/00001", "audit/00002");
    }

    @Test
    void endsAtAClosedGate() {
        hospital.gpu.exactMatch.put(ModelRole.CANDIDATE, 0.2);

        RunOutcome outcome = hospital.run().retrain(Sample.request());

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.GATE_CLOSED);
        assertThat(outcome.reason()).contains("exact-match is 0.200").contains("asked for at least 0.500");
        assertThat(outcome.manifest()).contains(Sample.ref("manifest/7-gate"));
        assertThat(lastManifest().settings()).containsEntry("gate.verdict", "FAIL");
        assertThat(hospital.script.calls()).doesNotContain("listClinicians", "loadCandidate");
    }

    @Test
    void endsAtAGateThatCannotDecide() {
        hospital.gpu.margin = 0.4;

        RunOutcome outcome = hospital.run().retrain(Sample.request());

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.GATE_INCONCLUSIVE);
        assertThat(outcome.reason()).contains("more cases would decide");
    }

    @Test
    void goesOnWithAPolicyThatLowersTheBarAndSaysSo() {
        hospital.gpu.exactMatch.putAll(Map.of(ModelRole.CANDIDATE, 0.2, ModelRole.BASE, 0.0, ModelRole.AFTER_SFT, 0.1));
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);
        GatePolicy easy = new GatePolicy("easy", null, 0.1, null, null, 0.0, null);

        RunOutcome outcome = hospital.run()
                .retrain(Sample.request(new RunSettings(
                        null, null, null, Sample.grpo(1, 1), null, easy, Sample.signOff(1), Optional.empty())));

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.DEPLOYED);
        assertThat(hospital.cpu.manifests)
                .filteredOn(manifest -> manifest.stage() == Stage.GATE)
                .singleElement()
                .satisfies(manifest -> assertThat(manifest.settings())
                        .containsEntry("gate.name", "easy")
                        .containsEntry("gate.loweredBar", "true"));
        assertThat(hospital.cpu.smoked.get(0).minWellFormed()).isZero();
    }

    private RecordManifestRequest lastManifest() {
        return hospital.cpu.manifests.get(hospital.cpu.manifests.size() - 1);
    }
}
