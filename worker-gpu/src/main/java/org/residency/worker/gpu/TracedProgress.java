package org.residency.worker.gpu;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.function.Consumer;
import org.residency.activities.Progress;
import org.residency.activities.RunId;

/**
 * Spans of what an activity's heartbeat tells of: a step of a training, a prompt, a case. The first, and then one in {@value
 * #EVERY}, for a training has thousands.
 */
final class TracedProgress implements Consumer<Progress> {

    static final int EVERY = 50;

    private final Tracer tracer;
    private final Context activity;
    private final RunId run;
    private Instant former = Instant.now();
    private long told = -1;

    TracedProgress(Tracer tracer, Context activity, RunId run) {
        this.tracer = tracer;
        this.activity = activity;
        this.run = run;
    }

    @Override
    public void accept(Progress progress) {
        Instant now = Instant.now();
        // A report may be of several, or of the same again with something else that was measured.
        if (progress.done() > 0 && progress.done() / EVERY != told) {
            told = progress.done() / EVERY;
            tracer.spanBuilder(progress.stage().word() + " " + progress.unit())
                    .setParent(activity)
                    .setStartTimestamp(former)
                    .setAttribute("residency.run", run.value())
                    .setAttribute("residency.stage", progress.stage().word())
                    .setAttribute("residency.done", progress.done())
                    .setAttribute("residency.total", progress.total())
                    .startSpan()
                    .end(now);
        }
        former = now;
    }
}
