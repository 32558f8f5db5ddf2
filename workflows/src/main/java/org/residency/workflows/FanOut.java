package org.residency.workflows;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs one activity, or chain of activities, for each of many items side by side. */
final class FanOut<R> {

    private final List<R> results = new ArrayList<>();
    private int running;
    private RuntimeException cause;

    private FanOut() {}

    /**
     * Starts {@code start} for each item, at most {@code window} at a time, and waits for all. Throws the first failure at
     * once: the workflow is expected to end with it, and what still runs learns that by its next heartbeat. When the
     * workflow is cancelled, all are, and waited for: their workers are free when this returns.
     *
     * @param start may block, for example while the run is paused
     * @return the results in the order of the items
     */
    static <A, R> List<R> run(List<A> items, int window, Function<A, Promise<R>> start) {
        return new FanOut<R>().runAll(items, window, start);
    }

    private <A> List<R> runAll(List<A> items, int window, Function<A, Promise<R>> start) {
        try {
            for (A item : items) {
                Workflow.await(() -> running < window || cause != null);
                if (cause != null) {
                    break;
                }
                track(start.apply(item));
            }
            Workflow.await(() -> running == 0 || cause != null);
        } finally {
            if (CancellationScope.current().isCancelRequested()) {
                Workflow.newDetachedCancellationScope(() -> Workflow.await(() -> running == 0))
                        .run();
            }
        }
        if (cause != null) {
            throw cause;
        }
        return List.copyOf(results);
    }

    private void track(Promise<R> promise) {
        int place = results.size();
        results.add(null);
        running++;
        promise.handle((result, failure) -> {
            running--;
            results.set(place, result);
            if (cause == null) {
                cause = failure;
            }
            return null;
        });
    }
}
