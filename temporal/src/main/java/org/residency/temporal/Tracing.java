package org.residency.temporal;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What traces are made with, and whether anybody wants them; see {@link TracingSource}. */
@Singleton
class Tracing {

    /** Which run a span is of; carried along with the trace. */
    static final String RUN = "residency.run";

    private final boolean on;
    private final Tracer tracer;
    private final TraceHeader header;
    private final ExecutionSpanIds ids;

    @Inject
    Tracing(
            OpenTelemetry openTelemetry,
            ExecutionSpanIds ids,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "false") boolean off) {
        this(openTelemetry, ids, off, "org.residency");
    }

    Tracing(OpenTelemetry openTelemetry, ExecutionSpanIds ids, boolean off, String scope) {
        this.on = !off;
        this.tracer = openTelemetry.getTracer(scope);
        this.header = new TraceHeader(openTelemetry.getPropagators().getTextMapPropagator());
        this.ids = ids;
    }

    boolean isOn() {
        return on;
    }

    Tracer tracer() {
        return tracer;
    }

    TraceHeader header() {
        return header;
    }

    ExecutionSpanIds ids() {
        return ids;
    }

    /** {@code context}, which from here on is of {@code workflow}'s run, unless it is of one already: a child's is its parent's. */
    static Context ofRun(Context context, String workflow) {
        Baggage baggage = Baggage.fromContext(context);
        return baggage.getEntryValue(RUN) == null
                ? context.with(baggage.toBuilder().put(RUN, workflow).build())
                : context;
    }

    /** The run that {@code context} is of. */
    static String run(Context context) {
        String run = Baggage.fromContext(context).getEntryValue(RUN);
        return run == null ? "" : run;
    }
}
