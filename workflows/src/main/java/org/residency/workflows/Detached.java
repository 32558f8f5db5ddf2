package org.residency.workflows;

import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;

/** Runs what must come to its end although the workflow is cancelled. */
final class Detached {

    private Detached() {}

    static <R> R get(Functions.Func<R> act) {
        CompletablePromise<R> result = Workflow.newPromise();
        Workflow.newDetachedCancellationScope(() -> result.complete(act.apply()))
                .run();
        return result.get();
    }
}
