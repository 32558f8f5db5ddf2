package org.residency.serving;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread that uses the models, and the few requests that may wait for it. */
@Singleton
final class AnswerThread {

    private final ThreadPoolExecutor executor;

    AnswerThread(ServingMetrics metrics, ServingConfig config) {
        this.executor = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.serving().queueSize()),
                task -> {
                    Thread thread = new Thread(task, "answers");
                    thread.setDaemon(true);
                    return thread;
                });
        metrics.watchWaiting(executor.getQueue());
    }

    /**
     * Runs the task after those that came before.
     *
     * @throws QueueFullException if too many wait already
     */
    void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            throw new QueueFullException(e);
        }
    }

    @PreDestroy
    void stop() {
        executor.shutdownNow();
    }
}
