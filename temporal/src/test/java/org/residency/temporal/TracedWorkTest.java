package org.residency.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.internal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One trace from a call that starts a run, through its workflow and the child's, to a step within an activity. */
class TracedWorkTest {

    private static final String RUN = "run-traced";

    @WorkflowInterface
    public interface Parent {
        @WorkflowMethod
        void work();
    }

    @WorkflowInterface
    public interface Child {
        @WorkflowMethod
        void work();
    }

    /** Its method is an activity of stage SFT by name. */
    @ActivityInterface
    public interface Activities {
        void trainAdapter();

        void note();
    }

    public static final class ParentImpl implements Parent {
        @Override
        public void work() {
            Workflow.newLocalActivityStub(
                            Activities.class,
                            LocalActivityOptions.newBuilder()
                                    .setScheduleToCloseTimeout(Duration.ofSeconds(10))
                                    .build())
                    .note();
            Workflow.newChildWorkflowStub(Child.class).work();
        }
    }

    public static final class ChildImpl implements Child {
        @Override
        public void work() {
            Workflow.newActivityStub(
                            Activities.class,
                            ActivityOptions.newBuilder()
                                    .setStartToCloseTimeout(Duration.ofSeconds(10))
                                    .build())
                    .trainAdapter();
        }
    }

    private final class Training implements Activities {
        private boolean failed;

        @Override
        public void trainAdapter() {
            tracer.spanBuilder("step").startSpan().end();
            if (!failed) {
                failed = true;
                throw ApplicationFailure.newFailure("Maria Gonzalez", "UNREACHABLE");
            }
        }

        @Override
        public void note() {}
    }

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final ExecutionSpanIds ids = new ExecutionSpanIds();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .setIdGenerator(ids)
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setPropagators(ContextPropagators.create(TextMapPropagator.composite(
                    W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
            .build();
    private final Tracer tracer = telemetry.getTracer("test");
    private final Tracing tracing = new Tracing(telemetry, ids, false, "test");
    private final TestWorkflowEnvironment server = server(tracing);

    @AfterEach
    void close() {
        server.close();
        telemetry.shutdown().join(10, TimeUnit.SECONDS);
    }

    @Test
    void leadFromTheCallThroughWorkflowsAndActivitiesToAStep() {
        Span call = tracer.spanBuilder("POST /runs").startSpan();
        try (Scope ignored = call.makeCurrent()) {
            start();
        } finally {
            call.end();
        }

        assertThat(spans.getFinishedSpanItems())
                .extracting(SpanData::getTraceId)
                .containsOnly(call.getSpanContext().getTraceId());
        assertThat(pathTo("step"))
                .containsExactly("POST /runs", "start Parent", "Parent", "Child", "TrainAdapter", "step");
        assertThat(pathTo("Note")).containsExactly("POST /runs", "start Parent", "Parent", "Note");
    }

    @Test
    void nameRunAndStageAndTheKindOfAFailureButNotItsMessage() {
        start();

        List<SpanData> attempts = named("TrainAdapter");
        assertThat(attempts)
                .hasSize(2)
                .allSatisfy(
                        attempt -> assertThat(attempt.getAttributes().asMap().toString())
                                .contains("residency.run=" + RUN)
                                .contains("residency.stage=sft"));
        assertThat(attempts.get(0).getStatus()).isEqualTo(StatusData.create(StatusCode.ERROR, "UNREACHABLE"));
        assertThat(spans.getFinishedSpanItems().toString()).doesNotContain("Maria");
    }

    @Test
    void areNotMadeWhereNobodyWantsThem() {
        try (TestWorkflowEnvironment untraced = server(new Tracing(telemetry, ids, true, "test"))) {
            run(untraced);
        }

        assertThat(spans.getFinishedSpanItems()).extracting(SpanData::getName).containsOnly("step");
    }

    @Test
    void areNotToldAgainOnAReplay() throws Exception {
        start();
        WorkflowExecutionHistory history = server.getWorkflowClient().fetchHistory(RUN);
        spans.reset();

        try (TestWorkflowEnvironment again = environment(tracing)) {
            Worker worker = again.newWorker(Echo.QUEUE);
            worker.registerWorkflowImplementationTypes(ParentImpl.class, ChildImpl.class);
            WorkflowReplayer.replayWorkflowExecution(history, worker);
        }

        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    private List<String> pathTo(String name) {
        SpanData span = named(name).get(0);
        List<String> path = new ArrayList<>(List.of(span.getName()));
        while (span.getParentSpanContext().isValid()) {
            String parent = span.getParentSpanId();
            span = spans.getFinishedSpanItems().stream()
                    .filter(candidate -> candidate.getSpanId().equals(parent))
                    .findFirst()
                    .orElseThrow();
            path.add(0, span.getName());
        }
        return path;
    }

    private List<SpanData> named(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private void start() {
        run(server);
    }

    private static void run(TestWorkflowEnvironment environment) {
        environment
                .getWorkflowClient()
                .newWorkflowStub(
                        Parent.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(Echo.QUEUE)
                                .setWorkflowId(RUN)
                                .build())
                .work();
    }

    private TestWorkflowEnvironment server(Tracing tracing) {
        TestWorkflowEnvironment environment = environment(tracing);
        Worker worker = environment.newWorker(Echo.QUEUE);
        worker.registerWorkflowImplementationTypes(ParentImpl.class, ChildImpl.class);
        worker.registerActivitiesImplementations(new Training());
        environment.start();
        return environment;
    }

    private static TestWorkflowEnvironment environment(Tracing tracing) {
        return TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setInterceptors(new TracedStarts(tracing))
                        .build())
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new TracedWork(tracing))
                        .build())
                .build());
    }
}
