package org.residency.worker.cpu.grpo;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.residency.activities.grpo.RewardedRollouts;

/** Shows the means of the rollouts that this process rewarded last. */
@Singleton
final class RewardMetrics {

    private final MeterRegistry registry;
    private final Map<String, AtomicReference<Double>> values = new ConcurrentHashMap<>();

    RewardMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param inPlace whether these were sampled in place of groups that taught nothing */
    void show(RewardedRollouts rewarded, boolean inPlace) {
        registry.counter("residency.grpo.groups", "kind", inPlace ? "in-place" : "own")
                .increment(rewarded.rollouts().promptCount());
        registry.counter("residency.grpo.groups.equal", "kind", inPlace ? "in-place" : "own")
                .increment(rewarded.equalGroups());
        gauge("total").set(rewarded.meanReward());
        gauge("hidden").set(rewarded.hiddenMetric());
        rewarded.meanByPart().forEach((part, mean) -> gauge(part).set(mean));
    }

    private AtomicReference<Double> gauge(String part) {
        return values.computeIfAbsent(part, key -> {
            AtomicReference<Double> shown = new AtomicReference<>(Double.NaN);
            Gauge.builder("residency.grpo.reward", shown, AtomicReference::get)
                    .description(
                            "Mean reward of the newest rollouts, by part; hidden is the metric that nothing optimises")
                    .tag("part", part)
                    .register(registry);
            return shown;
        });
    }
}
