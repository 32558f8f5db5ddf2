package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.temporal.common.converter.JacksonJsonPayloadConverter;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.residency.activities.Stage;
import org.residency.activities.provenance.RecordManifestRequest;
import org.residency.activities.signoff.SignOffSettings;
import org.residency.identity.Decision;
import org.residency.workflows.RunOutcome.Conclusion;

class GpuBudgetTest {

    private final TestHospital hospital = new TestHospital();

    @AfterEach
    void close() {
        hospital.close();
    }

    @Test
    void endsTheRunBeforeTheNextStageThatNeedsADevice() {
        hospital.cpu.deviceTime = done -> Duration.ofHours(done.calls("trainAdapter") * 5);

        RunOutcome outcome = hospital.run().retrain(Sample.request(settings(4)));

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.GPU_BUDGET_SPENT);
        assertThat(outcome.reason()).contains("held devices for PT5H over all attempts, of PT4H");
        assertThat(hospital.script.calls()).contains("trainAdapter").doesNotContain("sampleRollouts", "mergeAdapter");
        assertThat(outcome.manifest()).contains(Sample.ref("manifest/3-sft"));
        RunStatus status = hospital.started().status();
        assertThat(status.stage()).isEqualTo(Stage.GRPO);
        assertThat(status.gpuTime()).contains(Duration.ofHours(5));
    }

    @Test
    void beginsNoFurtherRoundAndLeavesNoHalfResultForOthers() {
        hospital.cpu.deviceTime = done -> Duration.ofHours(done.calls("updatePolicy") * 5);

        RunOutcome outcome = hospital.run().retrain(Sample.request(settings(4)));

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.GPU_BUDGET_SPENT);
        assertThat(hospital.script.calls("updatePolicy")).isEqualTo(1);
        RecordManifestRequest grpo = hospital.cpu.manifests.stream()
                .filter(manifest -> manifest.stage() == Stage.GRPO)
                .findFirst()
                .orElseThrow();
        assertThat(grpo.settings()).containsEntry("grpo.finishedRounds", "1").containsEntry("grpo.rounds", "2");
        assertThat(grpo.results()).isEmpty();
    }

    @Test
    void looksAtNothingWhereThereIsNone() {
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);

        assertThat(hospital.run().retrain(Sample.request()).conclusion()).isEqualTo(Conclusion.DEPLOYED);
        assertThat(hospital.script.calls()).doesNotContain("sumDeviceTime");
        assertThat(hospital.started().status().gpuTime()).isEmpty();
    }

    @Test
    void goesOnToTheEndWhereEnoughIsLeft() {
        hospital.cpu.deviceTime = done -> Duration.ofHours(3);
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);

        assertThat(hospital.run().retrain(Sample.request(settings(4))).conclusion())
                .isEqualTo(Conclusion.DEPLOYED);
        assertThat(hospital.started().status().gpuTime()).contains(Duration.ofHours(3));
    }

    @Test
    void isReadFromSettingsThatDoNotNameIt() throws Exception {
        assertThat(JacksonJsonPayloadConverter.newDefaultObjectMapper().readValue("{}", RunSettings.class))
                .isEqualTo(RunSettings.defaults());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(0))
                .withMessageContaining("gpuBudget: found PT0S, expected more than 0");
    }

    private static RunSettings settings(int hours) {
        return new RunSettings(
                null,
                null,
                null,
                Sample.grpo(2, 1),
                null,
                null,
                SignOffSettings.defaults(),
                Optional.of(Duration.ofHours(hours)));
    }
}
