package org.residency.llm.sft;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.memory.ExampleMemory;
import org.residency.llm.memory.FreeMemory;
import org.residency.llm.memory.MemoryGuard;
import org.residency.llm.memory.MemoryShortageException;
import org.residency.llm.model.ContextLengthException;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.Checkpoint;
import org.residency.llm.training.ExampleOrder;
import org.residency.llm.training.Fingerprint;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.StepwiseTraining;
import org.residency.llm.training.TrainingDivergedException;
import org.residency.llm.training.TrainingGuard;
import org.residency.llm.training.TrainingListener;
import org.residency.llm.training.TrainingLoop;

/** Trains a new adapter on examples; the model's weights stay as they are. */
public final class SftTrainer {
    private static final String KIND = "sft";

    private final Transformer transformer;
    private final LoraSettings lora;
    private final SftSettings settings;
    private final TrainingGuard guard;
    private final FreeMemory free;

    /** A training that ends at the first fault, or after its last step. */
    public SftTrainer(Transformer transformer, LoraSettings lora, SftSettings settings) {
        this(transformer, lora, settings, TrainingGuard.off());
    }

    public SftTrainer(Transformer transformer, LoraSettings lora, SftSettings settings, TrainingGuard guard) {
        this(transformer, lora, settings, guard, FreeMemory.ofThisMachine());
    }

    SftTrainer(Transformer transformer, LoraSettings lora, SftSettings settings, TrainingGuard guard, FreeMemory free) {
        this.free = Objects.requireNonNull(free, "free");
        this.transformer = Objects.requireNonNull(transformer, "transformer");
        this.lora = Objects.requireNonNull(lora, "lora");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.guard = Objects.requireNonNull(guard, "guard");
    }

    /** How many of the examples are longer than {@code maxTokens}; {@link #train} refuses them. */
    public static long countTooLong(List<SftExample> examples, int maxTokens) {
        return examples.stream().filter(example -> example.size() > maxTokens).count();
    }

    /**
     * Trains to the last step, or until the listener asks to stop.
     *
     * @param validation may be empty
     * @param resumeFrom a checkpoint's folder of this same training (same data and settings)
     * @param output a checkpoint is a folder {@code step-000123} in here, written whole or not at all
     * @throws ContextLengthException where an example is longer than {@code maxTokens} or the context
     * @throws TrainingDivergedException where loss or gradient is not finite
     * @throws MemoryShortageException where the training needs more memory than there is
     * @throws org.residency.llm.training.CheckpointMismatchException where {@code resumeFrom} is of another training
     */
    public SftResult train(
            List<SftExample> training,
            List<SftExample> validation,
            Optional<Path> resumeFrom,
            Path output,
            TrainingListener listener) {
        requireFit(training);
        requireFit(validation);
        guard.requireData(training, validation, "example");
        ExampleMemory memory = SftMemory.of(transformer, lora, settings, guard, training, validation);
        boolean keeping = new MemoryGuard(free, transformer.kernels().device())
                .requireRoom(memory.plan(), memory.keeping(), memory.alternatives());
        SftSettings chosen = keeping ? settings.withGradients(GradientMethod.PACKED) : settings;
        return MemoryGuard.during(
                memory.plan(), () -> trainWithin(chosen, training, validation, resumeFrom, output, listener));
    }

    /** @param chosen the settings with a gradient method that is not left open where there is a choice */
    private SftResult trainWithin(
            SftSettings chosen,
            List<SftExample> training,
            List<SftExample> validation,
            Optional<Path> resumeFrom,
            Path output,
            TrainingListener listener) {
        ExampleOrder<SftExample> order = new ExampleOrder<>(
                training, SftExample::size, settings.batchSize() * settings.accumulation(), settings.seed());
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
        try (LoraAdapter adapter = resumed.map(checkpoint -> LoraAdapter.load(transformer, checkpoint.folder()))
                        .orElseGet(() -> LoraAdapter.create(transformer, lora, settings.seed()));
                AdamW optimizer = new AdamW(transformer.kernels(), List.of(adapter.flat()), settings.optimizer())) {
            SftStep step = new SftStep(transformer, adapter, optimizer, chosen);
            TrainingLoop.Outcome outcome = new TrainingLoop(transformer, plan, adapter, optimizer, output, listener)
                    .run(new Examples(step, order, validation), resumed);
            return new SftResult(
                    outcome.folder(),
                    outcome.steps(),
                    total,
                    outcome.loss(),
                    outcome.validationLoss(),
                    outcome.adapterStep(),
                    outcome.drained());
        }
    }

    private record Examples(SftStep step, ExampleOrder<SftExample> order, List<SftExample> validation)
            implements StepwiseTraining {
        @Override
        public Pass accumulate(int number) {
            return step.accumulate(order.step(number), number);
        }

        @Override
        public OptionalDouble validate() {
            return validation.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(step.mean(validation));
        }
    }

    private void requireFit(List<SftExample> examples) {
        int limit = Math.min(settings.maxTokens(), transformer.config().contextLength());
        examples.forEach(example -> ContextLengthException.require(example.size(), limit));
    }

    private String fingerprint(List<SftExample> training, int total) {
        Fingerprint fingerprint = new Fingerprint()
                .add(KIND)
                .add(settings.withCheckpointEverySteps(0)
                        .withValidateEverySteps(0)
                        .toString())
                .add(lora.toString())
                .add(transformer.config().toString())
                .add(Integer.toString(total));
        if (!guard.isOff()) {
            fingerprint.add(guard.toString());
        }
        training.forEach(example -> fingerprint.add(example.prompt()).add(example.target()));
        return fingerprint.finish();
    }
}
