package org.residency.llm.dpo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.memory.ExampleMemory;
import org.residency.llm.memory.FreeMemory;
import org.residency.llm.memory.MemoryGuard;
import org.residency.llm.memory.MemoryPlanner;
import org.residency.llm.memory.MemoryShortageException;
import org.residency.llm.model.ContextLengthException;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.Checkpoint;
import org.residency.llm.training.ExampleOrder;
import org.residency.llm.training.Fingerprint;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.RandomStream;
import org.residency.llm.training.StepwiseTraining;
import org.residency.llm.training.TrainingDivergedException;
import org.residency.llm.training.TrainingGuard;
import org.residency.llm.training.TrainingListener;
import org.residency.llm.training.TrainingLoop;

/**
 * Trains an adapter on pairs of completions, of which one is preferred. The reference is the model with the adapter off:
 * to hold the policy to a fine-tuned model, merge that model first.
 */
public final class DpoTrainer {
    private static final String KIND = "dpo";

    private final Transformer transformer;
    private final LoraSettings lora;
    private final Optional<Path> start;
    private final DpoSettings settings;
    private final TrainingGuard guard;
    private final FreeMemory free;

    /**
     * A training that begins with a fresh adapter.
     *
     * @param lora its shape
     */
    public DpoTrainer(Transformer transformer, LoraSettings lora, DpoSettings settings, TrainingGuard guard) {
        this(transformer, lora, Optional.empty(), settings, guard, FreeMemory.ofThisMachine());
    }

    /** @param start the folder of an adapter to begin with, whose shape is {@code lora} */
    DpoTrainer(
            Transformer transformer,
            LoraSettings lora,
            Optional<Path> start,
            DpoSettings settings,
            TrainingGuard guard,
            FreeMemory free) {
        this.transformer = Objects.requireNonNull(transformer, "transformer");
        this.lora = Objects.requireNonNull(lora, "lora");
        this.start = Objects.requireNonNull(start, "start");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.guard = Objects.requireNonNull(guard, "guard");
        this.free = Objects.requireNonNull(free, "free");
    }

    /** The same training, begun with the adapter of a folder, whose shape takes the place of the settings'. */
    public DpoTrainer startingWith(Path adapterFolder) {
        try (LoraAdapter adapter = LoraAdapter.load(transformer, adapterFolder)) {
            return new DpoTrainer(transformer, adapter.settings(), Optional.of(adapterFolder), settings, guard, free);
        }
    }

    /**
     * Trains to the last step, or until the listener asks to stop.
     *
     * @param validation may be empty
     * @param resumeFrom a checkpoint's folder of this same training (same pairs and settings)
     * @param output a checkpoint is a folder {@code step-000123} in here, written whole or not at all
     * @throws ContextLengthException where a sequence is longer than {@code maxTokens} or the context
     * @throws TrainingDivergedException where loss or gradient is not finite and the guard takes no more faults back
     * @throws MemoryShortageException where the training needs more memory than there is
     * @throws org.residency.llm.training.CheckpointMismatchException where {@code resumeFrom} is of another training
     */
    public TrainingLoop.Outcome train(
            List<PreferencePair> training,
            List<PreferencePair> validation,
            Optional<Path> resumeFrom,
            Path output,
            TrainingListener listener) {
        requireFit(training);
        requireFit(validation);
        guard.requireData(training, validation, "pair");
        ExampleMemory memory = DpoMemory.of(
                MemoryPlanner.of(transformer),
                lora,
                settings,
                guard,
                Stream.concat(training.stream(), validation.stream()).toList());
        boolean keeping = new MemoryGuard(free, transformer.kernels().device())
                .requireRoom(memory.plan(), memory.keeping(), memory.alternatives());
        GradientMethod method = keeping ? GradientMethod.PACKED : settings.gradients();
        return MemoryGuard.during(
                memory.plan(), () -> trainWithin(method, training, validation, resumeFrom, output, listener));
    }

    private TrainingLoop.Outcome trainWithin(
            GradientMethod method,
            List<PreferencePair> training,
            List<PreferencePair> validation,
            Optional<Path> resumeFrom,
            Path output,
            TrainingListener listener) {
        ExampleOrder<PreferencePair> order = new ExampleOrder<>(
                training, PreferencePair::size, settings.batchSize() * settings.accumulation(), settings.seed());
        int total = order.totalSteps(settings.maxSteps(), settings.epochs());
        LearningRateSchedule schedule =
                LearningRateSchedule.of(settings.schedule(), settings.learningRate(), settings.warmupShare(), total);
        TrainingLoop.Plan plan = new TrainingLoop.Plan(
                KIND,
                fingerprint(training, total),
                schedule,
                settings.checkpointEverySteps(),
                settings.validateEverySteps(),
                guard);
        Optional<Checkpoint> resumed = resumeFrom.map(Checkpoint::new);
        try (LoraAdapter adapter = resumed.map(Checkpoint::folder)
                        .or(() -> start)
                        .map(folder -> LoraAdapter.load(transformer, folder))
                        .orElseGet(() -> LoraAdapter.create(transformer, lora, settings.seed()));
                AdamW optimizer = new AdamW(transformer.kernels(), List.of(adapter.flat()), settings.optimizer())) {
            DpoLoss loss = new DpoLoss(transformer, adapter, settings.beta(), method);
            return new TrainingLoop(transformer, plan, adapter, optimizer, output, listener)
                    .run(new Pairs(loss, optimizer, settings, order, validation), resumed);
        }
    }

    private record Pairs(
            DpoLoss loss,
            AdamW optimizer,
            DpoSettings settings,
            ExampleOrder<PreferencePair> order,
            List<PreferencePair> validation)
            implements StepwiseTraining {

        @Override
        public Pass accumulate(int step) {
            List<PreferencePair> pairs = order.step(step);
            double sum = 0;
            double ahead = 0;
            double margin = 0;
            for (int from = 0; from < pairs.size(); from += settings.batchSize()) {
                DpoLoss.Sums sums = loss.addGradients(
                        pairs.subList(from, Math.min(pairs.size(), from + settings.batchSize())),
                        optimizer.gradients(),
                        1.0 / pairs.size(),
                        RandomStream.key(settings.seed(), ((long) step << 20) + from));
                sum += sums.loss();
                ahead += sums.ahead();
                margin += sums.margin();
            }
            Map<String, Double> measured = new TreeMap<>();
            measured.put("preference_accuracy", ahead / pairs.size());
            measured.put("reward_margin", margin / pairs.size());
            return new Pass(
                    sum,
                    pairs.stream().mapToLong(PreferencePair::tokens).sum(),
                    pairs.stream()
                            .mapToLong(pair ->
                                    pair.chosen().size() + pair.rejected().size())
                            .sum(),
                    measured);
        }

        @Override
        public OptionalDouble validate() {
            double sum = 0;
            for (int from = 0; from < validation.size(); from += settings.batchSize()) {
                sum += loss.measure(validation.subList(from, Math.min(validation.size(), from + settings.batchSize())))
                        .loss();
            }
            return validation.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(sum / validation.size());
        }
    }

    private void requireFit(List<PreferencePair> pairs) {
        int limit = Math.min(settings.maxTokens(), transformer.config().contextLength());
        pairs.forEach(pair -> ContextLengthException.require(pair.size(), limit));
    }

    private String fingerprint(List<PreferencePair> training, int total) {
        Fingerprint fingerprint = new Fingerprint()
                .add(KIND)
                .add(settings.lookedAtNever().toString())
                .add(guard.toString())
                .add(lora.toString())
                .add(start.isPresent() ? "begun with an adapter" : "fresh")
                .add(transformer.config().toString())
                .add(Integer.toString(total));
        training.forEach(
                pair -> fingerprint.add(pair.prompt()).add(pair.chosen()).add(pair.rejected()));
        return fingerprint.finish();
    }
}
