package org.residency.temporal;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The span of one execution of a workflow. A workflow waits for weeks and moves from worker to worker, so its span's ids follow
 * from the execution's: whoever takes the next step, after however many replays, knows them.
 */
record ExecutionSpan(SpanContext parent, SpanContext own) {

    /**
     * The span of {@code execution}.
     *
     * @param context of whoever started it; where that has no span, as where a schedule did, the execution is a trace of its own
     */
    static ExecutionSpan of(String execution, Context context) {
        String ids = sha256(execution);
        SpanContext started = Span.fromContext(context).getSpanContext();
        SpanContext parent = started.isValid() ? started : remote(ids.substring(0, 32), ids.substring(32, 48));
        return new ExecutionSpan(parent, remote(parent, ids.substring(48, 64)));
    }

    private static SpanContext remote(String trace, String span) {
        return SpanContext.createFromRemoteParent(trace, span, TraceFlags.getSampled(), TraceState.getDefault());
    }

    private static SpanContext remote(SpanContext parent, String span) {
        return SpanContext.createFromRemoteParent(
                parent.getTraceId(), span, parent.getTraceFlags(), parent.getTraceState());
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
