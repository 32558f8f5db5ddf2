package org.residency.llm.grpo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.residency.llm.generation.LogProbabilities;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.memory.FreeMemory;
import org.residency.llm.memory.MemoryGuard;
import org.residency.llm.memory.MemoryShortageException;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.Checkpoint;
import org.residency.llm.training.Fingerprint;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.RandomStream;
import org.residency.llm.training.StepMetrics;
import org.residency.llm.training.TrainingDivergedException;
import org.residency.llm.training.TrainingListener;
import org.residency.llm.training.TrainingState;

/** One update of an adapter (the policy) on rewarded rollouts; the reference is the model with the adapter off. */
public final class GrpoTrainer {
    private static final String KIND = "grpo";

    private final Transformer transformer;
    private final GrpoSettings settings;
    private final boolean spreadAlone;
    private final FreeMemory free;

    public GrpoTrainer(Transformer transformer, GrpoSettings settings) {
        this(transformer, settings, settings.loss().leavesOutEqualGroups(), FreeMemory.ofThisMachine());
    }

    private GrpoTrainer(Transformer transformer, GrpoSettings settings, boolean spreadAlone, FreeMemory free) {
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
        return new GrpoTrainer(transformer, settings, true, free);
    }

    /**
     * Updates the adapter.
     *
     * @param start the adapter's folder; where an optimizer's state from an earlier update stands beside it, it goes on
     *     (an SFT checkpoint's does not: its moments are of another loss)
     * @param resumeFrom a checkpoint's folder of this very update
     * @param output a checkpoint is a folder {@code step-000123} in here, written whole or not at all
     * @throws TrainingDivergedException where loss or gradient is not finite
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
            GrpoMemory memory = new GrpoMemory(transformer, policy.settings(), settings, trained);
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
        try (AdamW optimizer = new AdamW(transformer.kernels(), policy.namedTensors(), settings.optimizer())) {
            Checkpoint checkpoint = new Checkpoint(from);
            int step = 0;
            Map<String, Double> sums = new TreeMap<>();
            if (resumeFrom.isPresent()) {
                TrainingState state = checkpoint.stateOf(KIND, fingerprint);
                step = state.step();
                sums.putAll(state.sums());
                checkpoint.restore(optimizer);
            } else if (checkpoint.hasState() && checkpoint.state().kind().equals(KIND)) {
                checkpoint.restore(optimizer);
            }
            PolicyGradient gradient = new PolicyGradient(transformer, policy, settings);
            int checkpointed = -1;
            boolean drained = false;
            while (step < total && !drained) {
                List<RewardedGroup> some = minibatch(trained, step, stepsPerEpoch);
                StepMetrics metrics = takeStep(gradient, optimizer, some, step, total, sums);
                step++;
                listener.onStep(metrics);
                drained = step < total && listener.shouldDrain();
                boolean due = settings.checkpointEverySteps() > 0 && step % settings.checkpointEverySteps() == 0;
                if (drained || due || step == total) {
                    TrainingState state = new TrainingState(KIND, step, total, optimizer.steps(), fingerprint, sums);
                    listener.onCheckpoint(
                            Checkpoint.write(output, state, policy, optimizer).folder(), step);
                    checkpointed = step;
                }
            }
            if (checkpointed != step) {
                // Resumed from the last step: nothing was left to do but the folder must be where it is promised.
                TrainingState state = new TrainingState(KIND, step, total, optimizer.steps(), fingerprint, sums);
                Checkpoint.write(output, state, policy, optimizer);
            }
            Path folder = output.resolve("step-%06d".formatted(step));
            return new GrpoResult(folder, metrics(groups, step, sums), drained);
        }
    }

    private List<RewardedGroup> minibatch(List<RewardedGroup> groups, int step, int stepsPerEpoch) {
        List<Integer> order = RandomStream.permutation(groups.size(), settings.seed(), step / stepsPerEpoch);
        int from = step % stepsPerEpoch * settings.groupsPerStep();
        return order.subList(from, Math.min(groups.size(), from + settings.groupsPerStep())).stream()
                .map(groups::get)
                .toList();
    }

    private StepMetrics takeStep(
            PolicyGradient gradient,
            AdamW optimizer,
            List<RewardedGroup> groups,
            int step,
            int total,
            Map<String, Double> sums) {
        long begin = System.nanoTime();
        List<PolicyGradient.Sample> samples = samples(gradient, groups);
        long labelled = samples.stream()
                .mapToLong(sample -> sample.rollout().completion().size())
                .sum();
        PolicyLoss.StepSize size = new PolicyLoss.StepSize(samples.size(), labelled);
        PolicyGradient.Sums stepSums = PolicyGradient.Sums.ZERO;
        for (int from = 0; from < samples.size(); from += settings.rolloutsPerPass()) {
            stepSums = stepSums.plus(gradient.addGradients(
                    samples.subList(from, Math.min(samples.size(), from + settings.rolloutsPerPass())),
                    size,
                    optimizer.gradients(),
                    RandomStream.key(settings.seed(), ((long) step << 20) + from)));
        }
        double rate = new LearningRateSchedule(
                        LearningRateSchedule.Shape.CONSTANT,
                        settings.learningRate(),
                        settings.warmupSteps(),
                        Math.max(1, settings.warmupSteps()))
                .at(optimizer.steps());
        double norm = optimizer.step(rate);
        if (!Double.isFinite(stepSums.loss()) || !Double.isFinite(norm)) {
            throw new TrainingDivergedException(step + 1, stepSums.loss(), norm);
        }
        long tokens = labelled
                + samples.stream()
                        .mapToLong(sample -> sample.group().prompt().size())
                        .sum();
        add(sums, "loss", stepSums.loss());
        add(sums, "kl", stepSums.kl());
        add(sums, "clipped", stepSums.clipped());
        add(sums, "entropy", stepSums.entropy());
        add(sums, "gradientNorm", norm);
        add(sums, "tokens", (double) labelled);
        if (step == 0) {
            sums.put("mismatch", stepSums.mismatch() / labelled);
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
        return new StepMetrics(step + 1, total, stepSums.loss(), rate, norm, tokens, labelled, elapsed);
    }

    /** The rollouts of these groups, those of like length side by side, with what the reference says of each. */
    private List<PolicyGradient.Sample> samples(PolicyGradient gradient, List<RewardedGroup> groups) {
        List<Place> places = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            for (int i = 0; i < groups.get(g).rewards().size(); i++) {
                places.add(new Place(groups.get(g).group(), g, i));
            }
        }
        // Less padding so. The sort is stable, so the order is the same each time.
        places.sort(Comparator.comparingInt(Place::size));
        LogProbabilities[][] references = new LogProbabilities[groups.size()][];
        for (int g = 0; g < groups.size(); g++) {
            references[g] = new LogProbabilities[groups.get(g).rewards().size()];
        }
        for (int from = 0; from < places.size(); from += settings.rolloutsPerPass()) {
            List<Place> some = places.subList(from, Math.min(places.size(), from + settings.rolloutsPerPass()));
            List<LogProbabilities> known = gradient.reference(
                    some.stream().map(Place::group).toList(),
                    some.stream().map(Place::rollout).toList());
            for (int i = 0; i < some.size(); i++) {
                references[some.get(i).groupIndex()][some.get(i).index()] = known.get(i);
            }
        }
        List<List<Double>> advantages = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            List<Double> divergences = new ArrayList<>();
            for (int i = 0; i < references[g].length; i++) {
                divergences.add(
                        divergence(groups.get(g).group().rollouts().get(i).logProbabilities(), references[g][i]));
            }
            advantages.add(settings.loss().advantages(groups.get(g).rewards(), divergences));
        }
        return places.stream()
                .map(place -> new PolicyGradient.Sample(
                        place.group(),
                        place.rollout(),
                        references[place.groupIndex()][place.index()],
                        advantages.get(place.groupIndex()).get(place.index())))
                .toList();
    }

    /** Sum over a completion's tokens of log(sampler / reference). */
    static double divergence(LogProbabilities sampler, LogProbabilities reference) {
        double sum = 0;
        for (int t = 0; t < sampler.size(); t++) {
            sum += sampler.get(t) - reference.get(t);
        }
        return sum;
    }

    /** One rollout of a step. */
    private record Place(RolloutGroup group, int groupIndex, int index) {
        Rollout rollout() {
            return group.rollouts().get(index);
        }

        int size() {
            return group.prompt().size() + rollout().completion().size();
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
        return new GrpoMetrics(
                steps,
                sums.getOrDefault("loss", 0.0) / Math.max(1, steps),
                sums.getOrDefault("kl", 0.0) / tokens,
                sums.getOrDefault("clipped", 0.0) / tokens,
                sums.getOrDefault("entropy", 0.0) / tokens,
                sums.getOrDefault("gradientNorm", 0.0) / Math.max(1, steps),
                rollouts.stream()
                        .mapToInt(rollout -> rollout.completion().size())
                        .average()
                        .orElse(0),
                rollouts.stream().filter(Rollout::ended).count() / (double) rollouts.size(),
                rewardMean,
                Math.sqrt(squares / Math.max(1, rewards.size() - 1)),
                groups.size(),
                (int) groups.stream().filter(RewardedGroup::isEqual).count(),
                sums.getOrDefault("mismatch", 0.0));
    }

    private String fingerprint(List<RewardedGroup> groups) {
        Fingerprint fingerprint = new Fingerprint()
                .add(KIND)
                .add(settings.withCheckpointEverySteps(0).toString())
                .add(transformer.config().toString());
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

    private static void add(Map<String, Double> sums, String name, double value) {
        sums.merge(name, value, Double::sum);
    }
}
