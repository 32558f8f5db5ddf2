package org.residency.temporal;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.failure.ApplicationFailure;
import jakarta.inject.Singleton;

/**
 * A span for each execution of a workflow and for each attempt of an activity, all of a run in the trace of the call that started
 * it. The activity's is current while it works, so that what it does may add to it. Spans name types, ids and kinds of failure,
 * and never what was given, what came of it, or a failure's message.
 */
@Singleton
class TracedWork extends WorkerInterceptorBase {

    private final Tracing tracing;
    private final ActivityStages stages = new ActivityStages();

    TracedWork(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return tracing.isOn() ? new TracedWorkflow(next, tracing) : next;
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return tracing.isOn() ? new TracedActivity(next) : next;
    }

    private final class TracedActivity extends ActivityInboundCallsInterceptorBase {
        private ActivityInfo info;

        private TracedActivity(ActivityInboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public void init(ActivityExecutionContext context) {
            info = context.getInfo();
            super.init(context);
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            Context run = Tracing.ofRun(tracing.header().read(input.getHeader()), info.getWorkflowId());
            Span span = tracing.tracer()
                    .spanBuilder(info.getActivityType())
                    .setParent(run)
                    .setAttribute(Tracing.RUN, Tracing.run(run))
                    .setAttribute("temporal.attempt", info.getAttempt())
                    .startSpan();
            stages.of(info.getActivityType()).ifPresent(stage -> span.setAttribute("residency.stage", stage.word()));
            try (Scope ignored = run.with(span).makeCurrent()) {
                return super.execute(input);
            } catch (RuntimeException | Error e) {
                span.setStatus(StatusCode.ERROR, kind(e));
                throw e;
            } finally {
                span.end();
            }
        }

        private static String kind(Throwable failure) {
            return failure instanceof ApplicationFailure known
                    ? known.getType()
                    : failure.getClass().getName();
        }
    }
}
