package org.residency.worker.gpu;

import io.temporal.activity.Activity;
import jakarta.inject.Singleton;
import org.residency.activities.Stage;
import org.residency.temporal.Drain;

/** Does an activity's work under a heartbeat, and turns what goes wrong into a failure of a known kind. */
@Singleton
public final class Heartbeats {

    private final Drain drain;
    private final TrainingMetrics metrics;

    Heartbeats(Drain drain, TrainingMetrics metrics) {
        this.drain = drain;
        this.metrics = metrics;
    }

    /** What an activity does. */
    @FunctionalInterface
    public interface Work<T> {
        T with(TrainingHeartbeat heartbeat) throws Exception;
    }

    /** Works on the thread of the activity that calls. */
    // Every throwable, for memory that runs out comes as an Error, and is to be told from a fault of ours.
    public <T> T during(Stage stage, Work<T> work) {
        try (TrainingHeartbeat heartbeat =
                new TrainingHeartbeat(Activity.getExecutionContext(), drain::isRequested, stage, metrics::show)) {
            return work.with(heartbeat);
        } catch (Throwable e) {
            throw ActivityFailures.translate(e);
        } finally {
            metrics.ended();
        }
    }
}
