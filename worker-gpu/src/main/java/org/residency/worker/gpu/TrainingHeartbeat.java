package org.residency.worker.gpu;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.residency.activities.FailureKind;
import org.residency.activities.Progress;
import org.residency.activities.Stage;
import org.residency.artifacts.Checkpoint;

/**
 * The heartbeat of one activity, and whether it should stop. The loop reports its progress; a timer repeats the last
 * report where one step, the reading of a model or an upload takes long, but not for ever: a loop that hangs must be seen
 * to hang.
 *
 * <p>A beat never throws: a loop that is told to stop comes to an orderly end and then calls {@link #throwIfStopped}.
 */
public final class TrainingHeartbeat implements AutoCloseable {

    static final Duration AT_LEAST_EVERY = Duration.ofSeconds(2);
    static final Duration AT_MOST_EVERY = Duration.ofMillis(500);
    static final Duration PATIENCE = Duration.ofMinutes(20);

    private final ActivityExecutionContext context;
    private final BooleanSupplier drainRequested;
    private final Stage stage;
    private final Consumer<Progress> listener;
    private final ScheduledExecutorService timer;

    private final Future<?> repeating;
    private final int attempt;
    private final long began = System.nanoTime();

    private Progress progress;
    private Optional<Checkpoint> checkpoint;
    private Optional<ActivityCompletionException> interruption = Optional.empty();
    private long lastReport = System.nanoTime();
    private long lastBeat = lastReport - AT_MOST_EVERY.toNanos();

    /**
     * @param attempt which attempt of the activity this is
     * @param listener told of each report
     */
    TrainingHeartbeat(
            ActivityExecutionContext context,
            BooleanSupplier drainRequested,
            Stage stage,
            int attempt,
            Consumer<Progress> listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        this.context = Objects.requireNonNull(context, "context");
        this.drainRequested = Objects.requireNonNull(drainRequested, "drainRequested");
        this.stage = Objects.requireNonNull(stage, "stage");
        this.attempt = attempt;
        this.progress = Progress.of(stage, "steps", 0, 0);
        // Carried on, or an attempt that dies young would take its predecessor's checkpoint with it.
        this.checkpoint = context.getLastHeartbeatDetails(TrainingBeat.class).flatMap(TrainingBeat::checkpoint);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        beat();
        this.repeating = timer.scheduleWithFixedDelay(
                this::repeat, AT_LEAST_EVERY.toMillis(), AT_LEAST_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The newest checkpoint that this attempt or one before it told of. */
    public synchronized Optional<Checkpoint> checkpoint() {
        return checkpoint;
    }

    /** Tells how far the activity is; sent now, or with the next beat where one was sent just before. */
    public void report(String unit, long done, long total) {
        report(unit, done, total, Map.of());
    }

    /** As {@link #report(String, long, long)}, with what was measured on the way; values that are no numbers are left out. */
    public synchronized void report(String unit, long done, long total, Map<String, Double> values) {
        lastReport = System.nanoTime();
        progress = new Progress(stage, unit, done, total, finite(values));
        listener.accept(progress);
        if (lastReport - lastBeat >= AT_MOST_EVERY.toNanos()) {
            beat();
        }
    }

    /** Tells at once of a checkpoint that lies whole in the store. */
    public synchronized void keep(Checkpoint newest) {
        lastReport = System.nanoTime();
        checkpoint = Optional.of(newest);
        beat();
    }

    /** Whether the loop should come to an orderly end: cancelled, unheard by the server, or draining. */
    public synchronized boolean shouldStop() {
        return interruption.isPresent() || drainRequested.getAsBoolean();
    }

    /**
     * Whether nobody wants what has been reached: the run is over, or another attempt has taken this one's place. One that is
     * cancelled keeps it, for a paused run goes on from there, as it does after a server that did not answer, which looks
     * much alike; a run that is cancelled for good removes its checkpoints itself.
     */
    public synchronized boolean isGivenUp() {
        return interruption.isPresent() && !(interruption.get() instanceof ActivityCanceledException);
    }

    /**
     * Ends the activity if it should stop.
     *
     * @throws ActivityCompletionException where Temporal said so
     * @throws io.temporal.failure.ApplicationFailure {@code WORKER_DRAINED} where this process shuts down
     */
    public synchronized void throwIfStopped() {
        if (interruption.isPresent()) {
            throw interruption.get();
        }
        if (drainRequested.getAsBoolean()) {
            beat();
            throw FailureKind.drained("The GPU worker shuts down after " + progress.done() + " of " + progress.total()
                    + " " + progress.unit() + "; another goes on");
        }
    }

    /** How long this attempt has held the device. */
    Duration held() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public void close() {
        repeating.cancel(false);
        timer.shutdownNow();
    }

    private synchronized void repeat() {
        long now = System.nanoTime();
        if (now - lastBeat >= AT_LEAST_EVERY.toNanos() && now - lastReport < PATIENCE.toNanos()) {
            beat();
        }
    }

    private synchronized void beat() {
        if (interruption.isPresent()) {
            return;
        }
        lastBeat = System.nanoTime();
        try {
            context.heartbeat(TrainingBeat.of(progress, checkpoint, attempt, held()));
        } catch (ActivityCompletionException e) {
            interruption = Optional.of(e);
        }
    }

    private static Map<String, Double> finite(Map<String, Double> values) {
        return values.entrySet().stream()
                .filter(entry -> Double.isFinite(entry.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
