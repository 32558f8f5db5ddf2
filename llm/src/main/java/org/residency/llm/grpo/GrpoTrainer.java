package org.residency.llm.grpo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.memory.FreeMemory;
import org.residency.llm.memory.MemoryGuard;
import org.residency.llm.memory.MemoryShortageException;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.Checkpoint;
import org.residency.llm.training.Fingerprint;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LastGoodStep;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.RandomStream;
import org.residency.llm.training.StepMetrics;
import org.residency.llm.training.TrainingDivergedException;
import org.residency.llm.training.TrainingGuard;
import org.residency.llm.training.TrainingListener;
import org.residency.llm.training.TrainingState;

/** One update of an adapter (the policy) on rewarded rollouts; the reference is the model with the adapter off. */
public final class GrpoTrainer {
    // The objective is about zero and a fresh adapter's divergence nothing, so small values say nothing beside a mean.
    private static final LastGoodStep.Watched LOSS = new LastGoodStep.Watched("Loss", 0.1);
    private static final LastGoodStep.Watched KL = new LastGoodStep.Watched("Kl", 0.01);
    private static final LastGoodStep.Watched NORM = new LastGoodStep.Watched("GradientNorm", 0);

    private final Transformer transformer;
    private final GrpoSettings settings;
    private final TrainingGuard guard;
    private final boolean spreadAlone;
    private final FreeMemory free;

    /** Updates that end at the first fault. */
    public GrpoTrainer(Transformer transformer, GrpoSettings settings) {
        this(transformer, settings, TrainingGuard.off());
    }

    /**
     * @param guard a fault is a loss, a divergence or a gradient's norm that is no finite number or, where
     *     {@code maxLossRise} is set, so many times its running mean; nothing is validated, so nothing ends early
     */
    public GrpoTrainer(Transformer transformer, GrpoSettings settings, TrainingGuard guard) {
        this(transformer, settings, guard, settings.loss().leavesOutEqualGroups(), FreeMemory.ofThisMachine());
    }

    private GrpoTrainer(
            Transformer transformer, GrpoSettings settings, TrainingGuard guard, boolean spreadAlone, FreeMemory free) {
        this.guard = Objects.requireNonNull(guard, "guard");
        this.spreadAlone = spreadAlone;
        this.free = Objects.requireNonNull(free, "free");
        this.transformer = Objects.requireNonNull(transformer, "transformer");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /**
     * The same, with groups of equal rewards left out whatever the loss: others were sampled in their place (DAPO's dynamic
     * sampling, arXiv 2503.14476, section 3.2). They still count in the metrics of rewards.
     */
    public GrpoTrainer withSpreadAlone() {
        return new GrpoTrainer(transformer, settings, guard, true, free);
    }

    /**
     * Updates the adapter.
     *
     * @param start the adapter's folder; where an optimizer's state from an earlier update stands beside it, it goes on
     *     (an SFT checkpoint's does not: its moments are of another loss)
     * @param resumeFrom a checkpoint's folder of this very update
     * @param output a checkpoint is a folder {@code step-000123} in here, written whole or not at all
     * @throws TrainingDivergedException at a fault that the guard does not take back
     * @throws MemoryShortageException where the update needs more memory than there is
     * @throws org.residency.llm.training.CheckpointMismatchException where {@code resumeFrom} is of another update
     */
    public GrpoResult update(
            List<RewardedGroup> groups, Path start, Optional<Path> resumeFrom, Path output, TrainingListener listener) {
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("groups is empty, must hold at least one");
        }
        List<RewardedGroup> trained =
                spreadAlone ? groups.stream().filter(group -> !group.isEqual()).toList() : groups;
        try (LoraAdapter policy = LoraAdapter.load(transformer, resumeFrom.orElse(start))) {
            GrpoMemory memory = new GrpoMemory(transformer, policy.settings(), settings, guard, trained);
            boolean keeping = new MemoryGuard(free, transformer.kernels().device())
                    .requireRoom(memory.plan(), memory.keeping(), memory.alternatives());
            GrpoSettings chosen = keeping ? settings.withGradients(GradientMethod.PACKED) : settings;
            return MemoryGuard.during(
                    memory.plan(), () -> update(chosen, groups, trained, policy, start, resumeFrom, output, listener));
        }
    }

    /** @param chosen the settings with a gradient method that is not left open where there is a choice */
    private GrpoResult update(
            GrpoSettings chosen,
            List<RewardedGroup> groups,
            List<RewardedGroup> trained,
            LoraAdapter policy,
            Path start,
            Optional<Path> resumeFrom,
            Path output,
            TrainingListener listener) {
        int stepsPerEpoch = (trained.size() + settings.groupsPerStep() - 1) / settings.groupsPerStep();
        int total = stepsPerEpoch * settings.epochs();
        String fingerprint = fingerprint(groups);
        String kind = TrainedPolicy.kind(settings.loss());
        Path from = resumeFrom.orElse(start);
        try (TrainedPolicy learner = new TrainedPolicy(transformer, policy, chosen, from);
                LastGoodStep lastGood =
                        new LastGoodStep(guard, transformer.kernels(), learner.optimizer(), List.of(LOSS, KL, NORM));
                PolicyStep steps = learner.steps(trained, start)) {
            Checkpoint checkpoint = new Checkpoint(from);
            int step = 0;
            UpdateSums sums = new UpdateSums();
            if (resumeFrom.isPresent()) {
                TrainingState state = checkpoint.stateOf(kind, fingerprint);
                step = state.step();
                sums.restore(state.sums());
                checkpoint.restore(learner.optimizer());
                lastGood.restore(checkpoint, state.sums());
            } else if (checkpoint.hasState() && checkpoint.state().kind().equals(kind)) {
                checkpoint.restore(learner.optimizer());
                // A fault at an update's first step leads back before the last one of the round before.
                lastGood.restore(checkpoint, checkpoint.state().sums());
            }
            Step taker = new Step(steps, learner.optimizer(), lastGood, sums, total, listener);
            int checkpointed = -1;
            boolean drained = false;
            while (step < total && !drained) {
                StepMetrics metrics = take(taker, minibatch(trained, step, stepsPerEpoch), step);
                step++;
                listener.onStep(metrics);
                drained = step < total && listener.shouldDrain();
                boolean due = settings.checkpointEverySteps() > 0 && step % settings.checkpointEverySteps() == 0;
                if (drained || due || step == total) {
                    listener.onCheckpoint(write(output, policy, learner, taker, fingerprint, step), step);
                    checkpointed = step;
                }
            }
            if (checkpointed != step) {
                // Resumed from the last step: nothing was left to do but the folder must be where it is promised.
                write(output, policy, learner, taker, fingerprint, step);
            }
            Path folder = output.resolve("step-%06d".formatted(step));
            return new GrpoResult(folder, sums.metrics(groups, step), drained);
        }
    }

    /** What all steps of one update share. */
    private record Step(
            PolicyStep policy,
            AdamW optimizer,
            LastGoodStep lastGood,
            UpdateSums sums,
            int total,
            TrainingListener listener) {}

    private Path write(
            Path output, LoraAdapter policy, TrainedPolicy learner, Step taker, String fingerprint, int step) {
        Map<String, Double> kept = taker.sums().asMap();
        if (!guard.isOff()) {
            taker.lastGood().putInto(kept);
        }
        TrainingState state = new TrainingState(
                TrainedPolicy.kind(settings.loss()),
                step,
                taker.total(),
                taker.optimizer().steps(),
                fingerprint,
                kept);
        return Checkpoint.write(output, state, policy, taker.optimizer(), folder -> {
                    learner.save(folder);
                    taker.lastGood().save(folder);
                })
                .folder();
    }

    private List<RewardedGroup> minibatch(List<RewardedGroup> groups, int step, int stepsPerEpoch) {
        List<Integer> order = RandomStream.permutation(groups.size(), settings.seed(), step / stepsPerEpoch);
        int from = step % stepsPerEpoch * settings.groupsPerStep();
        return order.subList(from, Math.min(groups.size(), from + settings.groupsPerStep())).stream()
                .map(groups::get)
                .toList();
    }

    /** A step that is taken back has a norm that is no number, and adds nothing to the sums. */
    private StepMetrics take(Step taker, List<RewardedGroup> groups, int step) {
        long begin = System.nanoTime();
        LastGoodStep lastGood = taker.lastGood();
        double rate = new LearningRateSchedule(
                        LearningRateSchedule.Shape.CONSTANT,
                        settings.learningRate(),
                        settings.warmupSteps(),
                        Math.max(1, settings.warmupSteps()))
                .at(taker.optimizer().steps());
        PolicyStep.Pass pass = taker.policy().accumulate(groups, step);
        double loss = pass.sums().loss();
        double norm = Double.NaN;
        if (!lastGood.goesBack()) {
            norm = taker.policy().move(rate);
            if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
                throw new TrainingDivergedException(step + 1, loss, norm);
            }
        } else if (lastGood.accepts(LOSS, loss) && lastGood.accepts(KL, pass.kl())) {
            lastGood.keep();
            norm = taker.policy().move(rate);
        }
        boolean good = lastGood.accepts(NORM, norm);
        if (good) {
            lastGood.learn(loss, pass.kl(), norm);
            taker.sums().add(pass, norm, taker.policy().measured(), step);
        } else {
            taker.listener().onSetback(step + 1, lastGood.goBack(step + 1, loss, norm));
            taker.sums().addSetback();
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
        return new StepMetrics(
                step + 1, taker.total(), loss, rate, good ? norm : Double.NaN, pass.tokens(), pass.labelled(), elapsed);
    }

    private String fingerprint(List<RewardedGroup> groups) {
        Fingerprint fingerprint = new Fingerprint()
                .add(TrainedPolicy.kind(settings.loss()))
                .add(settings.withCheckpointEverySteps(0).toString())
                .add(transformer.config().toString());
        if (!guard.isOff()) {
            fingerprint.add(guard.toString());
        }
        if (spreadAlone != settings.loss().leavesOutEqualGroups()) {
            fingerprint.add("groups with a spread of rewards alone");
        }
        for (RewardedGroup group : groups) {
            fingerprint
                    .add(group.group().promptId())
                    .add(group.group().prompt())
                    .add(group.rewards().toString());
            group.group().rollouts().forEach(rollout -> fingerprint.add(rollout.completion()));
        }
        return fingerprint.finish();
    }
}
