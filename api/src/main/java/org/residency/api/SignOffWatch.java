package org.residency.api;

import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowServiceException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.residency.workflows.RunAttributes;

/**
 * Measures how many runs wait for clinicians, and the oldest of them for how long. Asks the server once a minute; where
 * that cannot list runs, as the in-process one, both are not a number.
 */
@Singleton
class SignOffWatch {
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final String WAITING =
            "ExecutionStatus = 'Running' AND " + RunAttributes.WAITS_FOR.getName() + " = 'clinicians'";

    private final WorkflowClient client;
    private final MeterRegistry registry;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sign-off-watch");
        thread.setDaemon(true);
        return thread;
    });
    private Future<?> looking;
    private volatile Optional<List<OffsetDateTime>> since = Optional.empty();

    SignOffWatch(WorkflowClient client, MeterRegistry registry) {
        this.client = client;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        Gauge.builder("residency.signoff.waiting", this, SignOffWatch::count)
                .description("Runs that wait for clinicians")
                .register(registry);
        TimeGauge.builder("residency.signoff.oldest", this, TimeUnit.SECONDS, SignOffWatch::oldest)
                .description("For how long the oldest of them has waited")
                .register(registry);
        looking = clock.scheduleWithFixedDelay(this::look, 5, LOOK_EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        looking.cancel(true);
        clock.shutdownNow();
    }

    private void look() {
        try (Stream<WorkflowExecutionMetadata> runs = client.listExecutions(WAITING)) {
            since = Optional.of(runs.flatMap(run ->
                            Stream.ofNullable(run.getTypedSearchAttributes().get(RunAttributes.SINCE)))
                    .sorted()
                    .toList());
        } catch (StatusRuntimeException | WorkflowServiceException e) {
            since = Optional.empty();
        }
    }

    private double count() {
        return since.map(List::size).map(Integer::doubleValue).orElse(Double.NaN);
    }

    private double oldest() {
        return since.map(times -> times.isEmpty()
                        ? 0.0
                        : Duration.between(times.get(0).toInstant(), Instant.now())
                                        .toMillis()
                                / 1000.0)
                .orElse(Double.NaN);
    }
}
