package org.residency.worker.gpu;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Consumer;
import org.residency.activities.Progress;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.temporal.Drain;

/** Does an activity's work under a heartbeat, and turns what goes wrong into a failure of a known kind. */
@Singleton
public final class Heartbeats {

    private final Drain drain;
    private final TrainingMetrics metrics;
    private final GpuMeter meter;
    private final Tracer tracer;

    Heartbeats(Drain drain, TrainingMetrics metrics, GpuMeter meter, OpenTelemetry telemetry) {
        this.drain = drain;
        this.metrics = metrics;
        this.meter = meter;
        this.tracer = telemetry.getTracer("org.residency");
    }

    /** What an activity does. */
    @FunctionalInterface
    public interface Work<T> {
        T with(TrainingHeartbeat heartbeat) throws Exception;
    }

    /** Works for {@code run} on the thread of the activity that calls; the time it takes is the run's, however it ends. */
    // Every throwable, for memory that runs out comes as an Error, and is to be told from a fault of ours.
    public <T> T during(Stage stage, RunId run, Work<T> work) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        ActivityInfo info = context.getInfo();
        context.getLastHeartbeatDetails(TrainingBeat.class)
                .ifPresent(
                        last -> meter.succeeds(run, name(info, last.attempt()), Duration.ofMillis(last.heldMillis())));
        Consumer<Progress> shown = metrics::show;
        TrainingHeartbeat heartbeat = new TrainingHeartbeat(
                context,
                drain::isRequested,
                stage,
                info.getAttempt(),
                shown.andThen(new TracedProgress(tracer, Context.current(), run)));
        try (heartbeat) {
            return work.with(heartbeat);
        } catch (Throwable e) {
            throw ActivityFailures.translate(e);
        } finally {
            metrics.ended();
            meter.ended(run, stage, name(info, info.getAttempt()), heartbeat.held());
        }
    }

    /** The attempt's own: an activity's id is its own within one execution of one workflow. */
    private static String name(ActivityInfo info, int attempt) {
        return info.getWorkflowRunId() + "-" + info.getActivityId() + "-" + attempt;
    }
}
