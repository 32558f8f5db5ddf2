package org.residency.llm.training;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.model.Transformer;

/** Steps from the first (or a checkpoint's) to the last, with validation, checkpoints and a guard. */
public final class TrainingLoop {
    private static final String LOSS = "loss";
    private static final String ENDED = "guard.ended";

    /**
     * What the loop is told.
     *
     * @param kind of training, written into checkpoints
     * @param fingerprint of data and settings
     * @param schedule of {@code totalSteps} steps
     * @param checkpointEverySteps 0 for none but the last
     * @param validateEverySteps 0 for at the end alone
     */
    public record Plan(
            String kind,
            String fingerprint,
            LearningRateSchedule schedule,
            int checkpointEverySteps,
            int validateEverySteps,
            TrainingGuard guard) {
        public Plan {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(fingerprint, "fingerprint");
            Objects.requireNonNull(schedule, "schedule");
            Objects.requireNonNull(guard, "guard");
            if (guard.stopsEarly() && validateEverySteps == 0) {
                throw new IllegalArgumentException("earlyStopPatience is " + guard.earlyStopPatience()
                        + " but validateEverySteps 0, must be 1 or more to stop early");
            }
        }
    }

    /**
     * How it ended.
     *
     * @param folder the last checkpoint
     * @param totalSteps that the training would take to its end
     * @param loss of the last step; NaN where none was taken
     * @param adapterStep the step whose adapter that is: the last, or the best one where the guard stops early
     * @param drained true where the listener asked to stop before the last step
     */
    public record Outcome(
            Path folder,
            int steps,
            int totalSteps,
            double loss,
            OptionalDouble validationLoss,
            int adapterStep,
            boolean drained) {}

    private final Transformer transformer;
    private final Plan plan;
    private final LoraAdapter adapter;
    private final AdamW optimizer;
    private final Path output;
    private final TrainingListener listener;

    /** @param output a checkpoint is a folder {@code step-000123} in here, written whole or not at all */
    public TrainingLoop(
            Transformer transformer,
            Plan plan,
            LoraAdapter adapter,
            AdamW optimizer,
            Path output,
            TrainingListener listener) {
        this.transformer = transformer;
        this.plan = plan;
        this.adapter = adapter;
        this.optimizer = optimizer;
        this.output = output;
        this.listener = listener;
    }

    /**
     * Trains to the last step, until the guard ends it, or until the listener asks to stop.
     *
     * @param resumed a checkpoint of this same training, whose adapter the loop was given
     * @throws TrainingDivergedException at a fault that the guard does not take back
     * @throws CheckpointMismatchException where {@code resumed} is of another training
     */
    public Outcome run(StepwiseTraining training, Optional<Checkpoint> resumed) {
        int total = plan.schedule().totalSteps();
        int step = 0;
        double loss = Double.NaN;
        boolean ended = false;
        Map<String, Double> sums = Map.of();
        if (resumed.isPresent()) {
            TrainingState state = resumed.get().stateOf(plan.kind(), plan.fingerprint());
            step = state.step();
            sums = state.sums();
            loss = sums.get(LOSS);
            ended = sums.containsKey(ENDED);
            resumed.get().restore(optimizer);
        }
        try (TrainingWatch watch = new TrainingWatch(plan.guard(), transformer.kernels(), adapter, optimizer)) {
            if (resumed.isPresent()) {
                watch.restore(resumed.get(), sums);
            }
            int checkpointed = -1;
            boolean drained = false;
            while (step < total && !drained && !ended) {
                StepMetrics metrics = take(training, watch, step);
                step++;
                loss = Double.isFinite(metrics.loss()) ? metrics.loss() : loss;
                listener.onStep(metrics);
                if (due(plan.validateEverySteps(), step) && step < total) {
                    ended = validate(training, watch, step).ended();
                }
                drained = step < total && !ended && listener.shouldDrain();
                if (step < total && !ended && (drained || due(plan.checkpointEverySteps(), step))) {
                    write(watch, step, loss, false);
                    checkpointed = step;
                }
            }
            OptionalDouble validationLoss = OptionalDouble.empty();
            int adapterStep = step;
            if (!drained) {
                if (!ended) {
                    validationLoss = validate(training, watch, step).loss();
                }
                adapterStep = watch.restoreBest(step);
                if (watch.keepsBest()) {
                    validationLoss = OptionalDouble.of(watch.bestLoss());
                }
            }
            if (checkpointed != step) {
                write(watch, step, loss, !drained);
            }
            Path folder = output.resolve("step-%06d".formatted(step));
            return new Outcome(folder, step, total, loss, validationLoss, adapterStep, drained);
        }
    }

    private record Validation(OptionalDouble loss, boolean ended) {}

    private Validation validate(StepwiseTraining training, TrainingWatch watch, int step) {
        OptionalDouble loss = training.validate();
        if (loss.isEmpty()) {
            return new Validation(loss, false);
        }
        listener.onValidation(step, loss.getAsDouble());
        return new Validation(loss, watch.endsAfter(step, loss.getAsDouble()));
    }

    private StepMetrics take(StepwiseTraining training, TrainingWatch watch, int step) {
        long begin = System.nanoTime();
        double rate = plan.schedule().at(step);
        StepwiseTraining.Pass pass = training.accumulate(step);
        double norm = Double.NaN;
        if (!watch.goesBack()) {
            norm = optimizer.step(rate);
            if (!Double.isFinite(pass.loss()) || !Double.isFinite(norm)) {
                throw new TrainingDivergedException(step + 1, pass.loss(), norm, 0);
            }
        } else {
            if (watch.accepts(pass.loss())) {
                watch.keepGood(pass.loss());
                norm = optimizer.step(rate);
            }
            if (!Double.isFinite(norm)) {
                listener.onSetback(step + 1, watch.goBack(step + 1, pass.loss(), norm));
            }
        }
        if (!pass.measured().isEmpty()) {
            listener.onMeasured(step + 1, pass.measured());
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
        return new StepMetrics(
                step + 1,
                plan.schedule().totalSteps(),
                pass.loss(),
                rate,
                norm,
                pass.tokens(),
                pass.labelledTokens(),
                elapsed);
    }

    private void write(TrainingWatch watch, int step, double loss, boolean atTheEnd) {
        Map<String, Double> sums = new TreeMap<>(Map.of(LOSS, loss));
        watch.putInto(sums);
        if (atTheEnd && !plan.guard().isOff()) {
            sums.put(ENDED, 1.0);
        }
        TrainingState state = new TrainingState(
                plan.kind(), step, plan.schedule().totalSteps(), optimizer.steps(), plan.fingerprint(), sums);
        listener.onCheckpoint(
                Checkpoint.write(output, state, adapter, optimizer, watch::save).folder(), step);
    }

    private static boolean due(int every, int step) {
        return every > 0 && step % every == 0;
    }
}
