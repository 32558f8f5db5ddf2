package org.residency.workflows;

import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.residency.activities.Progress;
import org.residency.activities.Stage;
import org.residency.activities.grpo.GrpoSettings;
import org.residency.activities.grpo.PolicyActivities;
import org.residency.activities.grpo.PolicyUpdate;
import org.residency.activities.grpo.RewardActivities;
import org.residency.activities.grpo.RewardRolloutsRequest;
import org.residency.activities.grpo.RewardedRollouts;
import org.residency.activities.grpo.SampleRolloutsRequest;
import org.residency.activities.grpo.UpdatePolicyRequest;
import org.residency.artifacts.RolloutBatch;

/** Continues as new after {@value #ROUNDS_AN_EXECUTION} rounds, or when the server suggests it: histories are finite. */
public final class GrpoWorkflowImpl implements GrpoWorkflow {

    static final int ROUNDS_AN_EXECUTION = 20;

    private final GrpoRequest request;
    private final GrpoSettings settings;
    private final PauseSwitch pause;
    private final GpuBudget budget;
    private GrpoState state;

    @WorkflowInit
    public GrpoWorkflowImpl(GrpoRequest request) {
        this.request = request;
        settings = request.settings();
        state = request.state();
        pause = new PauseSwitch(state.paused());
        budget = new GpuBudget(request.run(), request.gpuBudget());
    }

    @Override
    public GrpoResult optimize(GrpoRequest request) {
        while (state.nextRound() < settings.rounds()) {
            if (isHistoryLong()) {
                Workflow.continueAsNew(request.goingOnFrom(state.held(pause.isPaused())));
            }
            if (budget.isSpent()) {
                return new GrpoResult(state.adapter(), state.nextRound(), Optional.empty());
            }
            List<RewardedRollouts> rewarded = sampleAndReward();
            double hiddenMetric = hiddenMetricOf(rewarded);
            Optional<GrpoResult.Rewind> rewind = state.tripwire(hiddenMetric, settings.minHiddenMetric());
            if (rewind.isPresent()) {
                return new GrpoResult(state.best().orElseThrow().adapter(), state.nextRound(), rewind);
            }
            PolicyUpdate update = update(rewarded);
            tellParent(new RunStatus.Round(state.nextRound(), rewarded, update));
            state = state.after(hiddenMetric, update);
        }
        return new GrpoResult(state.adapter(), state.nextRound(), Optional.empty());
    }

    @Override
    public Progress progress() {
        return Progress.of(Stage.GRPO, "rounds", state.nextRound(), settings.rounds());
    }

    @Override
    public void pause() {
        pause.pause();
    }

    @Override
    public void resume() {
        pause.resume();
    }

    private boolean isHistoryLong() {
        return state.nextRound() - request.state().nextRound() >= ROUNDS_AN_EXECUTION
                || Workflow.getInfo().isContinueAsNewSuggested();
    }

    private List<RewardedRollouts> sampleAndReward() {
        List<Integer> parts =
                IntStream.range(0, settings.samplingParts()).boxed().toList();
        List<RewardedRollouts> own = FanOut.run(parts, parts.size(), this::sampleAndReward);
        return settings.maxResamplings() == 0 ? own : withSpread(own);
    }

    /** With others in place of the groups whose rewards are all alike, until none is wanting or enough was tried. */
    private List<RewardedRollouts> withSpread(List<RewardedRollouts> own) {
        List<RewardedRollouts> all = new ArrayList<>(own);
        int inPlace = 0;
        for (int time = 0; time < settings.maxResamplings(); time++) {
            int wanting = GroupsWanting.of(own, all);
            if (wanting == 0) {
                break;
            }
            int part = settings.samplingParts() + time;
            SampleRolloutsRequest.InPlace others = new SampleRolloutsRequest.InPlace(inPlace, wanting);
            all.addAll(FanOut.run(List.of(others), 1, asked -> sampleAndReward(part, Optional.of(asked))));
            inPlace += wanting;
        }
        return all;
    }

    private Promise<RewardedRollouts> sampleAndReward(int part) {
        return sampleAndReward(part, Optional.empty());
    }

    private Promise<RewardedRollouts> sampleAndReward(int part, Optional<SampleRolloutsRequest.InPlace> inPlace) {
        return Async.function(() -> {
            int round = state.nextRound();
            String share = inPlace.map(
                            others -> "%d other prompts x %d".formatted(others.count(), settings.groupSize()))
                    .orElseGet(() -> "%d prompts x %d, part %d of %d"
                            .formatted(
                                    settings.promptsPerRound(),
                                    settings.groupSize(),
                                    part + 1,
                                    settings.samplingParts()));
            PolicyActivities policy = Workflow.newActivityStub(
                    PolicyActivities.class,
                    StageOptions.SAMPLE_ROLLOUTS.summarized(roundForPeople() + ": sample " + share));
            RolloutBatch rollouts = pause.onDevice(() -> policy.sampleRollouts(new SampleRolloutsRequest(
                    request.run(),
                    round,
                    part,
                    request.baseModel(),
                    state.adapter(),
                    request.dataset(),
                    settings,
                    inPlace)));
            pause.awaitResumed();
            return Workflow.newActivityStub(
                            RewardActivities.class,
                            StageOptions.REWARD_ROLLOUTS.summarized("%s: reward %d completions"
                                    .formatted(roundForPeople(), rollouts.completionCount())))
                    .rewardRollouts(new RewardRolloutsRequest(
                            request.run(), round, part, rollouts, request.dataset(), settings));
        });
    }

    private PolicyUpdate update(List<RewardedRollouts> rewarded) {
        PolicyActivities policy = Workflow.newActivityStub(
                PolicyActivities.class,
                StageOptions.UPDATE_POLICY.summarized(roundForPeople() + ": update the adapter"));
        return pause.onDevice(() -> policy.updatePolicy(new UpdatePolicyRequest(
                request.run(),
                state.nextRound(),
                request.baseModel(),
                state.adapter(),
                state.optimizerState(),
                rewarded,
                settings)));
    }

    /** Every completion counts the same, in whichever part it was sampled. */
    private static double hiddenMetricOf(List<RewardedRollouts> rewarded) {
        double sum = 0;
        int completions = 0;
        for (RewardedRollouts part : rewarded) {
            sum += part.hiddenMetric() * part.rollouts().completionCount();
            completions += part.rollouts().completionCount();
        }
        return completions == 0 ? 0 : sum / completions;
    }

    private static void tellParent(RunStatus.Round round) {
        // Waits until the parent's history has it, so that the parent knows every round before it sees this one end.
        Workflow.getInfo()
                .getParentWorkflowId()
                .ifPresent(parent -> Workflow.newExternalWorkflowStub(RoundListener.class, parent)
                        .roundFinished(round));
    }

    private String roundForPeople() {
        return "GRPO round %d of %d".formatted(state.nextRound() + 1, settings.rounds());
    }
}
