package org.residency.temporal;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import jakarta.inject.Singleton;

/** Gives a workflow that is started the trace of whoever starts it. */
@Singleton
class TracedStarts extends WorkflowClientInterceptorBase {

    private final Tracing tracing;

    TracedStarts(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(WorkflowClientCallsInterceptor next) {
        return tracing.isOn() ? new Starting(next) : next;
    }

    private final class Starting extends WorkflowClientCallsInterceptorBase {

        private Starting(WorkflowClientCallsInterceptor next) {
            super(next);
        }

        @Override
        public WorkflowStartOutput start(WorkflowStartInput input) {
            Context run = Tracing.ofRun(Context.current(), input.getWorkflowId());
            Span span = tracing.tracer()
                    .spanBuilder("start " + input.getWorkflowType())
                    .setParent(run)
                    .setSpanKind(SpanKind.PRODUCER)
                    .setAttribute(Tracing.RUN, Tracing.run(run))
                    .startSpan();
            try {
                return super.start(new WorkflowStartInput(
                        input.getWorkflowId(),
                        input.getWorkflowType(),
                        tracing.header().with(input.getHeader(), run.with(span)),
                        input.getArguments(),
                        input.getOptions()));
            } finally {
                span.end();
            }
        }
    }
}
