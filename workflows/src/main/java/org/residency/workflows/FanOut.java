package org.residency.workflows;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs one activity, or chain of activities, for each of many items side by side. */
final class FanOut {

    private FanOut() {}

    /**
     * Starts {@code start} for each item, at most {@code window} at a time, and waits for all. When one fails or the
     * workflow is cancelled, the others are cancelled, and waited for: their workers are free when this returns.
     *
     * @param start may block, for example while the run is paused
     * @return the results in the order of the items
     */
    static <A, R> List<R> run(List<A> items, int window, Function<A, Promise<R>> start) {
        List<Promise<R>> started = new ArrayList<>();
        CancellationScope scope = Workflow.newCancellationScope(() -> {
            for (A item : items) {
                Workflow.await(() -> runningAmong(started) < window || anyFailed(started));
                if (anyFailed(started)) {
                    break;
                }
                started.add(start.apply(item));
            }
            Workflow.await(() -> runningAmong(started) == 0 || anyFailed(started));
        });
        try {
            scope.run();
        } finally {
            scope.cancel();
            Workflow.newDetachedCancellationScope(() -> Workflow.await(() -> runningAmong(started) == 0))
                    .run();
        }
        // One that failed by itself is the cause; the cancelled ones were cancelled because of it.
        started.stream().filter(FanOut::failedByItself).findFirst().ifPresent(Promise::get);
        return started.stream().map(Promise::get).toList();
    }

    private static long runningAmong(List<? extends Promise<?>> started) {
        return started.stream().filter(promise -> !promise.isCompleted()).count();
    }

    private static boolean anyFailed(List<? extends Promise<?>> started) {
        return started.stream().anyMatch(FanOut::failed);
    }

    private static boolean failed(Promise<?> promise) {
        return promise.isCompleted() && promise.getFailure() != null;
    }

    private static boolean failedByItself(Promise<?> promise) {
        return failed(promise) && !Cancellation.isCauseOf(promise.getFailure());
    }
}
