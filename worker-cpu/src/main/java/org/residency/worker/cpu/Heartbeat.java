package org.residency.worker.cpu;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.residency.activities.Progress;
import org.residency.activities.Stage;

/** How an activity says that it lives and how far it is; throws where it is no longer wanted. */
public final class Heartbeat {

    private static final long EVERY_SECONDS = 5;

    private final ActivityExecutionContext context;
    private final Stage stage;

    private Heartbeat(ActivityExecutionContext context, Stage stage) {
        this.context = context;
        this.stage = stage;
    }

    /** The heartbeat of the activity that runs on this thread. */
    public static Heartbeat of(Stage stage) {
        return new Heartbeat(Activity.getExecutionContext(), stage);
    }

    /**
     * Tells how far the activity is.
     *
     * @throws ActivityCompletionException if it is cancelled or timed out
     */
    public void beat(String unit, long done, long total) {
        context.heartbeat(Progress.of(stage, unit, done, total));
    }

    /**
     * Tells how far the activity is, and what the next attempt may go on from.
     *
     * @param details JSON with the fields of {@link Progress}, and more
     * @throws ActivityCompletionException if it is cancelled or timed out
     */
    public void beat(Record details) {
        context.heartbeat(details);
    }

    /** What the last heartbeat told, of this attempt or of one before it. */
    public <T> Optional<T> last(Class<T> type) {
        return context.getLastHeartbeatDetails(type);
    }

    /**
     * Beats while a call runs that cannot say how far it is, such as reading a file or copying one.
     *
     * @throws ActivityCompletionException after the call, if the activity was cancelled meanwhile
     */
    public <T> T during(String unit, Callable<T> call) throws Exception {
        beat(unit, 0, 0);
        AtomicReference<ActivityCompletionException> stopped = new AtomicReference<>();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        ScheduledFuture<?> beats = clock.scheduleAtFixedRate(
                () -> beatUnless(stopped, unit), EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        try {
            T result = call.call();
            if (stopped.get() != null) {
                throw stopped.get();
            }
            return result;
        } finally {
            beats.cancel(false);
            clock.shutdown();
        }
    }

    private void beatUnless(AtomicReference<ActivityCompletionException> stopped, String unit) {
        try {
            if (stopped.get() == null) {
                beat(unit, 0, 0);
            }
        } catch (ActivityCompletionException e) {
            stopped.set(e);
        }
    }
}
