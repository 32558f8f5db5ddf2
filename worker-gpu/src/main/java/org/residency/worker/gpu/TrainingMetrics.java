package org.residency.worker.gpu;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.residency.activities.Progress;

/** Shows what an activity's heartbeat says; not a number once the activity has ended. */
@Singleton
final class TrainingMetrics {

    private final MeterRegistry registry;
    private final Map<String, AtomicReference<Double>> values = new ConcurrentHashMap<>();

    TrainingMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void show(Progress progress) {
        String stage = progress.stage().word();
        gauge("residency.training.done", "unit", stage, progress.unit()).set((double) progress.done());
        gauge("residency.training.total", "unit", stage, progress.unit()).set((double) progress.total());
        progress.values()
                .forEach((name, value) ->
                        gauge("residency.training.value", "name", stage, name).set(value));
    }

    void ended() {
        values.values().forEach(value -> value.set(Double.NaN));
    }

    private AtomicReference<Double> gauge(String metric, String tag, String stage, String value) {
        return values.computeIfAbsent(metric + '/' + stage + '/' + value, key -> {
            AtomicReference<Double> shown = new AtomicReference<>(Double.NaN);
            Gauge.builder(metric, shown, AtomicReference::get)
                    .tag("stage", stage)
                    .tag(tag, value)
                    .register(registry);
            return shown;
        });
    }
}
