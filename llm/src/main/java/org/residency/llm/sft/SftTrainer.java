package org.residency.llm.sft;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.memory.FreeMemory;
import org.residency.llm.memory.MemoryGuard;
import org.residency.llm.memory.MemoryShortageException;
import org.residency.llm.model.ContextLengthException;
import org.residency.llm.model.Transformer;
import org.residency.llm.training.AdamW;
import org.residency.llm.training.Checkpoint;
import org.residency.llm.training.Fingerprint;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.StepMetrics;
import org.residency.llm.training.TrainingDivergedException;
import org.residency.llm.training.TrainingListener;
import org.residency.llm.training.TrainingState;

/** Trains a new adapter on examples; the model's weights stay as they are. */
public final class SftTrainer {
    private static final String KIND = "sft";
    private static final String LOSS = "loss";

    private final Transformer transformer;
    private final LoraSettings lora;
    private final SftSettings settings;
    private final FreeMemory free;

    public SftTrainer(Transformer transformer, LoraSettings lora, SftSettings settings) {
        this(transformer, lora, settings, FreeMemory.ofThisMachine());
    }

    SftTrainer(Transformer transformer, LoraSettings lora, SftSettings settings, FreeMemory free) {
        this.free = Objects.requireNonNull(free, "free");
        this.transformer = Objects.requireNonNull(transformer, "transformer");
        this.lora = Objects.requireNonNull(lora, "lora");
        this.settings = Objects.requireNonNull(settings, "settings");
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
        if (training.isEmpty()) {
            throw new IllegalArgumentException("training is empty, must hold at least one example");
        }
        SftMemory memory = new SftMemory(transformer, lora, settings, training, validation);
        new MemoryGuard(free, transformer.kernels().device()).requireRoom(memory.plan(), memory.alternatives());
        return MemoryGuard.during(memory.plan(), () -> trainWithin(training, validation, resumeFrom, output, listener));
    }

    private SftResult trainWithin(
            List<SftExample> training,
            List<SftExample> validation,
            Optional<Path> resumeFrom,
            Path output,
            TrainingListener listener) {
        SftOrder order = new SftOrder(training, settings.batchSize() * settings.accumulation(), settings.seed());
        int total = settings.maxSteps() > 0
                ? settings.maxSteps()
                : (int) Math.max(1, Math.ceil(settings.epochs() * order.stepsPerEpoch()));
        LearningRateSchedule schedule = new LearningRateSchedule(
                settings.schedule(), settings.learningRate(), (int) Math.ceil(settings.warmupShare() * total), total);
        String fingerprint = fingerprint(training, total);
        Optional<Checkpoint> resumed = resumeFrom.map(Checkpoint::new);
        try (LoraAdapter adapter = resumed.map(checkpoint -> LoraAdapter.load(transformer, checkpoint.folder()))
                        .orElseGet(() -> LoraAdapter.create(transformer, lora, settings.seed()));
                AdamW optimizer = new AdamW(transformer.kernels(), adapter.namedTensors(), settings.optimizer())) {
            int step = 0;
            double lastLoss = Double.NaN;
            if (resumed.isPresent()) {
                TrainingState state = resumed.get().stateOf(KIND, fingerprint);
                step = state.step();
                lastLoss = state.sums().get(LOSS);
                resumed.get().restore(optimizer);
            }
            SftStep taker = new SftStep(transformer, adapter, optimizer, settings);
            int checkpointed = -1;
            boolean drained = false;
            while (step < total && !drained) {
                StepMetrics metrics = taker.take(order.step(step), step, total, schedule.at(step));
                step++;
                lastLoss = metrics.loss();
                listener.onStep(metrics);
                if (due(settings.validateEverySteps(), step) && step < total && !validation.isEmpty()) {
                    listener.onValidation(step, taker.mean(validation));
                }
                drained = step < total && listener.shouldDrain();
                if (step < total && (drained || due(settings.checkpointEverySteps(), step))) {
                    write(output, adapter, optimizer, state(step, total, optimizer, fingerprint, lastLoss), listener);
                    checkpointed = step;
                }
            }
            OptionalDouble validationLoss = OptionalDouble.empty();
            if (!drained && !validation.isEmpty()) {
                double value = taker.mean(validation);
                listener.onValidation(step, value);
                validationLoss = OptionalDouble.of(value);
            }
            if (checkpointed != step) {
                write(output, adapter, optimizer, state(step, total, optimizer, fingerprint, lastLoss), listener);
            }
            Path folder = output.resolve("step-%06d".formatted(step));
            return new SftResult(folder, step, total, lastLoss, validationLoss, drained);
        }
    }

    private static TrainingState state(int step, int total, AdamW optimizer, String fingerprint, double loss) {
        return new TrainingState(KIND, step, total, optimizer.steps(), fingerprint, Map.of(LOSS, loss));
    }

    private static void write(
            Path output, LoraAdapter adapter, AdamW optimizer, TrainingState state, TrainingListener listener) {
        listener.onCheckpoint(
                Checkpoint.write(output, state, adapter, optimizer).folder(), state.step());
    }

    private void requireFit(List<SftExample> examples) {
        int limit = Math.min(settings.maxTokens(), transformer.config().contextLength());
        for (SftExample example : examples) {
            if (example.size() > limit) {
                throw new ContextLengthException(example.size(), limit);
            }
        }
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
        training.forEach(example -> fingerprint.add(example.prompt()).add(example.target()));
        return fingerprint.finish();
    }

    private static boolean due(int every, int step) {
        return every > 0 && step % every == 0;
    }
}
