package org.residency.api;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowServiceException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Calls to the Temporal server that give up in time: a query or an update else waits for a worker as long as it takes. */
@Singleton
class TemporalCalls {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "temporal-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    /** Calls, and has every request that the call makes to the server end after {@code wait}. */
    <T> T within(Duration wait, Supplier<T> call) {
        Context.CancellableContext context =
                Context.current().withDeadlineAfter(wait.toMillis(), TimeUnit.MILLISECONDS, clock);
        Context former = context.attach();
        try {
            return call.get();
        } finally {
            context.detach(former);
            context.cancel(null);
        }
    }

    /** Whether it is the server, or the way to it, that failed. */
    static boolean isServersFault(Throwable failure) {
        return failure instanceof StatusRuntimeException
                || (failure instanceof WorkflowServiceException
                        && failure.getCause() instanceof StatusRuntimeException);
    }

    @PreDestroy
    void close() {
        clock.shutdownNow();
    }
}
