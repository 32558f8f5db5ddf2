package org.residency.temporal;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.IdGenerator;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Random ids, but for a span whose id is known before: that of an execution. */
@Singleton
class ExecutionSpanIds implements IdGenerator {

    private final IdGenerator random = IdGenerator.random();
    private final ThreadLocal<String> known = new ThreadLocal<>();

    /** Starts the span with the id {@code spanId}. */
    Span with(String spanId, Supplier<Span> start) {
        known.set(spanId);
        try {
            return start.get();
        } finally {
            known.remove();
        }
    }

    @Override
    public String generateSpanId() {
        String id = known.get();
        return id == null ? random.generateSpanId() : id;
    }

    @Override
    public String generateTraceId() {
        return random.generateTraceId();
    }
}
