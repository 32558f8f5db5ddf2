package org.residency.llm.grpo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.memory.FreeMemory;
import org.residency.llm.memory.MemoryGuard;
import org.residency.llm.memory.MemoryShortageException;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.Checkpoint;
import org.residency.llm.training.Fingerprint;
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
    private static final String KIND = "grpo";
    private static final String MEASURED = "measured.";
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
        Path from = resumeFrom.orElse(start);
        try (LoraAdapter policy = LoraAdapter.load(transformer, from)) {
            GrpoMemory memory = new GrpoMemory(transformer, policy.settings(), settings, guard, trained);
            new MemoryGuard(free, transformer.kernels().device()).requireRoom(memory.plan(), memory.alternatives());
            return MemoryGuard.during(
                    memory.plan(), () -> update(groups, trained, policy, resumeFrom, from, output, listener));
        }
    }

    private GrpoResult update(
            List<RewardedGroup> groups,
            List<RewardedGroup> trained,
            LoraAdapter policy,
            Optional<Path> resumeFrom,
            Path from,
            Path output,
            TrainingListener listener) {
        int stepsPerEpoch = (trained.size() + settings.groupsPerStep() - 1) / settings.groupsPerStep();
        int total = stepsPerEpoch * settings.epochs();
        String fingerprint = fingerprint(groups);
        try (AdamW optimizer = new AdamW(transformer.kernels(), policy.namedTensors(), settings.optimizer());
                LastGoodStep lastGood =
                        new LastGoodStep(guard, transformer.kernels(), optimizer, List.of(LOSS, KL, NORM))) {
            Checkpoint checkpoint = new Checkpoint(from);
            int step = 0;
            Map<String, Double> sums = new TreeMap<>();
            if (resumeFrom.isPresent()) {
                TrainingState state = checkpoint.stateOf(KIND, fingerprint);
                step = state.step();
                sums.putAll(state.sums());
                checkpoint.restore(optimizer);
                lastGood.restore(checkpoint, sums);
            } else if (checkpoint.hasState() && checkpoint.state().kind().equals(KIND)) {
                checkpoint.restore(optimizer);
                // A fault at an update's first step leads back before the last one of the round before.
                lastGood.restore(checkpoint, checkpoint.state().sums());
            }
            PolicyStep policyStep = new ClippedStep(transformer, policy, settings, optimizer);
            int checkpointed = -1;
            boolean drained = false;
            while (step < total && !drained) {
                List<RewardedGroup> some = minibatch(trained, step, stepsPerEpoch);
                StepMetrics metrics = takeStep(policyStep, optimizer, lastGood, some, step, total, sums, listener);
                step++;
                listener.onStep(metrics);
                drained = step < total && listener.shouldDrain();
                boolean due = settings.checkpointEverySteps() > 0 && step % settings.checkpointEverySteps() == 0;
                if (drained || due || step == total) {
                    TrainingState state = state(step, total, optimizer, lastGood, fingerprint, sums);
                    listener.onCheckpoint(
                            Checkpoint.write(output, state, policy, optimizer, lastGood::save)
                                    .folder(),
                            step);
                    checkpointed = step;
                }
            }
            if (checkpointed != step) {
                // Resumed from the last step: nothing was left to do but the folder must be where it is promised.
                TrainingState state = state(step, total, optimizer, lastGood, fingerprint, sums);
                Checkpoint.write(output, state, policy, optimizer, lastGood::save);
            }
            Path folder = output.resolve("step-%06d".formatted(step));
            return new GrpoResult(folder, metrics(groups, step, sums), drained);
        }
    }

    private TrainingState state(
            int step, int total, AdamW optimizer, LastGoodStep lastGood, String fingerprint, Map<String, Double> sums) {
        Map<String, Double> kept = new TreeMap<>(sums);
        if (!guard.isOff()) {
            lastGood.putInto(kept);
        }
        return new TrainingState(KIND, step, total, optimizer.steps(), fingerprint, kept);
    }

    private List<RewardedGroup> minibatch(List<RewardedGroup> groups, int step, int stepsPerEpoch) {
        List<Integer> order = RandomStream.permutation(groups.size(), settings.seed(), step / stepsPerEpoch);
        int from = step % stepsPerEpoch * settings.groupsPerStep();
        return order.subList(from, Math.min(groups.size(), from + settings.groupsPerStep())).stream()
                .map(groups::get)
                .toList();
    }

    /** A step that is taken back has a norm that is no number, and adds nothing to the sums. */
    private StepMetrics takeStep(
            PolicyStep policyStep,
            AdamW optimizer,
            LastGoodStep lastGood,
            List<RewardedGroup> groups,
            int step,
            int total,
            Map<String, Double> sums,
            TrainingListener listener) {
        long begin = System.nanoTime();
        double rate = new LearningRateSchedule(
                        LearningRateSchedule.Shape.CONSTANT,
                        settings.learningRate(),
                        settings.warmupSteps(),
                        Math.max(1, settings.warmupSteps()))
                .at(optimizer.steps());
        PolicyStep.Pass pass = policyStep.accumulate(groups, step);
        double loss = pass.sums().loss();
        double norm = Double.NaN;
        if (!lastGood.goesBack()) {
            norm = policyStep.move(rate);
            if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
                throw new TrainingDivergedException(step + 1, loss, norm);
            }
        } else if (lastGood.accepts(LOSS, loss) && lastGood.accepts(KL, pass.kl())) {
            lastGood.keep();
            norm = policyStep.move(rate);
        }
        boolean good = lastGood.accepts(NORM, norm);
        if (good) {
            lastGood.learn(loss, pass.kl(), norm);
            add(sums, pass, norm, step);
            policyStep.measured().forEach((name, value) -> sums.merge(MEASURED + name, value, Double::sum));
        } else {
            listener.onSetback(step + 1, lastGood.goBack(step + 1, loss, norm));
            sums.merge("setbacks", 1.0, Double::sum);
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
        return new StepMetrics(
                step + 1, total, loss, rate, good ? norm : Double.NaN, pass.tokens(), pass.labelled(), elapsed);
    }

    private static void add(Map<String, Double> sums, PolicyStep.Pass pass, double norm, int step) {
        sums.merge("loss", pass.sums().loss(), Double::sum);
        sums.merge("kl", pass.sums().kl(), Double::sum);
        sums.merge("clipped", pass.sums().clipped(), Double::sum);
        sums.merge("entropy", pass.sums().entropy(), Double::sum);
        sums.merge("gradientNorm", norm, Double::sum);
        sums.merge("tokens", (double) pass.labelled(), Double::sum);
        if (step == 0) {
            sums.put("mismatch", pass.sums().mismatch() / pass.labelled());
        }
    }

    private GrpoMetrics metrics(List<RewardedGroup> groups, int steps, Map<String, Double> sums) {
        List<Rollout> rollouts = groups.stream()
                .flatMap(group -> group.group().rollouts().stream())
                .toList();
        List<Double> rewards =
                groups.stream().flatMap(group -> group.rewards().stream()).toList();
        double rewardMean =
                rewards.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares = rewards.stream()
                .mapToDouble(reward -> (reward - rewardMean) * (reward - rewardMean))
                .sum();
        double tokens = Math.max(1, sums.getOrDefault("tokens", 0.0));
        int good = Math.max(1, steps - sums.getOrDefault("setbacks", 0.0).intValue());
        return new GrpoMetrics(
                steps,
                sums.getOrDefault("loss", 0.0) / good,
                sums.getOrDefault("kl", 0.0) / tokens,
                sums.getOrDefault("clipped", 0.0) / tokens,
                sums.getOrDefault("entropy", 0.0) / tokens,
                sums.getOrDefault("gradientNorm", 0.0) / good,
                rollouts.stream()
                        .mapToInt(rollout -> rollout.completion().size())
                        .average()
                        .orElse(0),
                rollouts.stream().filter(Rollout::ended).count() / (double) rollouts.size(),
                rewardMean,
                Math.sqrt(squares / Math.max(1, rewards.size() - 1)),
                groups.size(),
                (int) groups.stream().filter(RewardedGroup::isEqual).count(),
                sums.getOrDefault("mismatch", 0.0),
                sums.getOrDefault("setbacks", 0.0).intValue(),
                measured(sums, good));
    }

    private static Map<String, Double> measured(Map<String, Double> sums, int steps) {
        Map<String, Double> means = new TreeMap<>();
        sums.forEach((name, sum) -> {
            if (name.startsWith(MEASURED)) {
                means.put(name.substring(MEASURED.length()), sum / steps);
            }
        });
        return means;
    }

    private String fingerprint(List<RewardedGroup> groups) {
        Fingerprint fingerprint = new Fingerprint()
                .add(KIND)
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
