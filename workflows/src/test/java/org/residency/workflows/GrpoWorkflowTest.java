package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.common.WorkflowExecutionHistory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.residency.activities.grpo.GrpoSettings;
import org.residency.activities.grpo.SampleRolloutsRequest;
import org.residency.activities.grpo.UpdatePolicyRequest;
import org.residency.artifacts.Checkpoint;
import org.residency.identity.Decision;

class GrpoWorkflowTest {

    private final TestHospital hospital = new TestHospital();

    @BeforeEach
    void haveSomebodySign() {
        hospital.signsWhenAsked("dr-ada", Decision.APPROVED);
    }

    @AfterEach
    void close() {
        hospital.close();
    }

    @Test
    void isNotAskedForMoreRoundsThanTheRunsOwnHistoryIsMeantToHold() {
        assertThat(Sample.grpo(GrpoSettings.MOST_ROUNDS, 1).rounds()).isEqualTo(1_500);
        assertThatThrownBy(() -> Sample.grpo(GrpoSettings.MOST_ROUNDS + 1, 1))
                .hasMessageContaining("grpo.rounds")
                .hasMessageContaining("1501");
    }

    @Test
    void carriesTheRoundsOverFromExecutionToExecution() {
        hospital.run().retrain(requestOf(45, 1));

        assertThat(hospital.gpu.sampled)
                .extracting(SampleRolloutsRequest::round)
                .containsExactlyElementsOf(rounds(45));
        for (UpdatePolicyRequest update : hospital.gpu.updated) {
            int former = update.round() - 1;
            assertThat(update.adapter().ref())
                    .isEqualTo(
                            former < 0
                                    ? Sample.ref("sft")
                                    : FakeGpu.adapterAfter(former).ref());
            assertThat(update.optimizerState().map(Checkpoint::ref))
                    .isEqualTo(former < 0 ? Optional.empty() : Optional.of(Sample.ref("optimizer-" + former)));
        }
        assertThat(hospital.gpu.merged.get(0).adapter()).isEqualTo(FakeGpu.adapterAfter(44));
        assertThat(hospital.started().status().rounds())
                .extracting(RunStatus.Round::number)
                .containsExactlyElementsOf(rounds(45));
    }

    @Test
    void startsAnewHistoryEveryTwentyRounds() {
        hospital.run().retrain(requestOf(45, 1));

        WorkflowExecutionHistory last =
                hospital.server.getWorkflowClient().fetchHistory(GrpoRequest.workflowId(Sample.RUN));
        WorkflowExecutionStartedEventAttributes started =
                last.getHistory().getEvents(0).getWorkflowExecutionStartedEventAttributes();
        assertThat(started.getContinuedExecutionRunId()).isNotEmpty();
        assertThat(started.getFirstExecutionRunId()).isNotEqualTo(started.getContinuedExecutionRunId());
        assertThat(last.getHistory().getEventsList().stream()
                        .filter(event -> event.getActivityTaskScheduledEventAttributes()
                                .getActivityType()
                                .getName()
                                .equals("UpdatePolicy")))
                .hasSize(5);
    }

    @Test
    void samplesTheSharesOfARoundSideBySideAndUpdatesOnAll() {
        hospital.run().retrain(requestOf(1, 3));

        assertThat(hospital.gpu.sampled).extracting(SampleRolloutsRequest::part).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(hospital.gpu.updated)
                .singleElement()
                .satisfies(update -> assertThat(update.rewarded())
                        .extracting(rewarded -> rewarded.rollouts().ref())
                        .containsExactly(
                                Sample.ref("rollouts-0-0"), Sample.ref("rollouts-0-1"), Sample.ref("rollouts-0-2")));
    }

    @Test
    void samplesOtherPromptsInPlaceOfThoseThatTeachNothing() {
        // Of 2 × 4 groups 1 + 2 are equal, of the 3 in their place 2, of the 2 after that none.
        List<Integer> equal = List.of(1, 2, 2, 0);
        hospital.cpu.equalGroupsOfPart = equal::get;

        hospital.run().retrain(requestOf(resampling(5)));

        assertThat(hospital.gpu.sampled).extracting(SampleRolloutsRequest::part).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(hospital.gpu.sampled.stream().flatMap(request -> request.inPlace().stream()))
                .containsExactly(new SampleRolloutsRequest.InPlace(0, 3), new SampleRolloutsRequest.InPlace(3, 2));
        assertThat(hospital.gpu.updated)
                .singleElement()
                .satisfies(update -> assertThat(update.rewarded())
                        .extracting(rewarded -> rewarded.rollouts().promptCount())
                        .containsExactly(4, 4, 3, 2));
    }

    @Test
    void samplesNoOftenerThanTheRunAllows() {
        hospital.cpu.equalGroupsOfPart = part -> 1;

        hospital.run().retrain(requestOf(resampling(2)));

        assertThat(hospital.gpu.sampled).hasSize(4);
        assertThat(hospital.gpu.updated).hasSize(1);
    }

    @Test
    void goesBackToTheBestEarlierAdapterWhereTheHiddenMetricFalls() {
        // Round 2's rollouts, made with round 1's adapter, measure best; round 4's fall below 0.7 x the first's.
        List<Double> measured = List.of(0.50, 0.52, 0.60, 0.40, 0.34);
        hospital.cpu.hiddenMetricOfRound = measured::get;

        hospital.run().retrain(requestOf(30, 2));

        GrpoResult result = hospital.started().status().grpo().orElseThrow();
        assertThat(result.adapter()).isEqualTo(FakeGpu.adapterAfter(1));
        assertThat(result.rounds()).isEqualTo(4);
        assertThat(result.rewind()).contains(new GrpoResult.Rewind(4, 0.34, 0.50, 2));
        assertThat(hospital.gpu.merged.get(0).adapter()).isEqualTo(FakeGpu.adapterAfter(1));
        assertThat(hospital.gpu.updated).hasSize(4);
    }

    @Test
    void remembersTheBestAdapterAcrossExecutions() {
        hospital.cpu.hiddenMetricOfRound = round -> round == 7 ? 0.9 : round < 25 ? 0.5 : 0.1;

        hospital.run().retrain(requestOf(30, 1));

        assertThat(hospital.started().status().grpo().orElseThrow().rewind())
                .contains(new GrpoResult.Rewind(25, 0.1, 0.5, 7));
        assertThat(hospital.gpu.merged.get(0).adapter()).isEqualTo(FakeGpu.adapterAfter(6));
    }

    @Test
    void tellsTheRunOfFinishedRoundsWhileOthersStillRun() throws Exception {
        hospital.script.holdFromCall("updatePolicy", 3);
        hospital.start(requestOf(5, 1));

        RunStatus status = hospital.awaitStatus(now -> now.rounds().size() == 2);

        hospital.script.awaitCalls("updatePolicy", 3);
        assertThat(status.grpo()).isEmpty();
        GrpoWorkflow child = hospital.server
                .getWorkflowClient()
                .newWorkflowStub(GrpoWorkflow.class, GrpoRequest.workflowId(Sample.RUN));
        assertThat(child.progress().done()).isEqualTo(2);
        assertThat(child.progress().total()).isEqualTo(5);
        hospital.script.release("updatePolicy");
        hospital.outcome();
    }

    private static RetrainingRequest requestOf(int rounds, int parts) {
        return requestOf(Sample.grpo(rounds, parts));
    }

    private static RetrainingRequest requestOf(GrpoSettings grpo) {
        return Sample.request(Sample.settings(grpo, Sample.signOff(1)));
    }

    /** One round of two parts. */
    private static GrpoSettings resampling(int times) {
        return new ObjectMapper()
                .convertValue(
                        Map.of(
                                "rounds",
                                1,
                                "promptsPerRound",
                                8,
                                "groupSize",
                                2,
                                "samplingParts",
                                2,
                                "maxResamplings",
                                times),
                        GrpoSettings.class);
    }

    private static List<Integer> rounds(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
