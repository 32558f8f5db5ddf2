package org.residency.serving;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts and times; no meter has a text of a request in its name or tags. */
@Singleton
public final class ServingMetrics {

    private final MeterRegistry registry;
    private final AtomicInteger deployment;
    private final Counter refused;

    ServingMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.deployment = registry.gauge("residency.serving.deployment", new AtomicInteger());
        this.refused = Counter.builder("residency.serving.deployments.refused")
                .description("Deployments whose weights or manifests did not verify")
                .register(registry);
    }

    void watchWaiting(Collection<?> waiting) {
        Gauge.builder("residency.serving.waiting", waiting, Collection::size)
                .description("Requests that wait while another is answered")
                .register(registry);
    }

    void deployed(int number) {
        deployment.set(number);
    }

    void refused() {
        refused.increment();
    }

    /** One request that came to its end. */
    public void answered(String endpoint, String outcome, Duration elapsed) {
        Timer.builder("residency.serving.requests")
                .description("Requests for an answer: how many, and how long from arrival to the last token")
                .tag("endpoint", endpoint)
                .tag("outcome", outcome)
                .register(registry)
                .record(elapsed);
    }

    void tokens(int prompt, int completion) {
        registry.counter("residency.serving.tokens", "kind", "prompt").increment(prompt);
        registry.counter("residency.serving.tokens", "kind", "completion").increment(completion);
    }
}
