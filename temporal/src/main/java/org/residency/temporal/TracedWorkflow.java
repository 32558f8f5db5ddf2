package org.residency.temporal;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.temporal.common.interceptors.Header;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.temporal.workflow.unsafe.WorkflowUnsafe;

/**
 * Takes a trace into an execution of a workflow, and on to what it asks for. The execution's span says that it began; it is told
 * when the execution begins and not on a replay.
 */
final class TracedWorkflow extends WorkflowInboundCallsInterceptorBase {

    private final Tracing tracing;
    private Context context = Context.root();

    TracedWorkflow(WorkflowInboundCallsInterceptor next, Tracing tracing) {
        super(next);
        this.tracing = tracing;
    }

    @Override
    public void init(WorkflowOutboundCallsInterceptor outbound) {
        super.init(new Asking(outbound));
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
        WorkflowInfo info = Workflow.getInfo();
        Context started = Tracing.ofRun(tracing.header().read(input.getHeader()), info.getWorkflowId());
        ExecutionSpan span = ExecutionSpan.of(info.getRunId(), started);
        context = started.with(Span.wrap(span.own()));
        if (!WorkflowUnsafe.isReplaying()) {
            tracing.ids()
                    .with(span.own().getSpanId(), () -> begin(info, started, span))
                    .end();
        }
        return super.execute(input);
    }

    private Span begin(WorkflowInfo info, Context started, ExecutionSpan span) {
        return tracing.tracer()
                .spanBuilder(info.getWorkflowType())
                .setParent(started.with(Span.wrap(span.parent())))
                .setAttribute(Tracing.RUN, Tracing.run(started))
                .startSpan();
    }

    private final class Asking extends WorkflowOutboundCallsInterceptorBase {

        private Asking(WorkflowOutboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
            return super.executeActivity(new ActivityInput<>(
                    input.getActivityName(),
                    input.getResultClass(),
                    input.getResultType(),
                    input.getArgs(),
                    input.getOptions(),
                    traced(input.getHeader())));
        }

        @Override
        public <R> LocalActivityOutput<R> executeLocalActivity(LocalActivityInput<R> input) {
            return super.executeLocalActivity(new LocalActivityInput<>(
                    input.getActivityName(),
                    input.getResultClass(),
                    input.getResultType(),
                    input.getArgs(),
                    input.getOptions(),
                    traced(input.getHeader())));
        }

        @Override
        public <R> ChildWorkflowOutput<R> executeChildWorkflow(ChildWorkflowInput<R> input) {
            return super.executeChildWorkflow(new ChildWorkflowInput<>(
                    input.getWorkflowId(),
                    input.getWorkflowType(),
                    input.getResultClass(),
                    input.getResultType(),
                    input.getArgs(),
                    input.getOptions(),
                    traced(input.getHeader())));
        }

        @Override
        public void continueAsNew(ContinueAsNewInput input) {
            super.continueAsNew(new ContinueAsNewInput(
                    input.getWorkflowType(), input.getOptions(), input.getArgs(), traced(input.getHeader())));
        }

        private Header traced(Header header) {
            return tracing.header().with(header, context);
        }
    }
}
