package org.residency.worker.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.residency.activities.Progress;
import org.residency.activities.RunId;
import org.residency.activities.Stage;

class TracedProgressTest {

    private static final AttributeKey<Long> DONE = AttributeKey.longKey("residency.done");

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build();
    private final Tracer tracer = provider.get("test");
    private final Span activity = tracer.spanBuilder("TrainAdapter").startSpan();
    private final TracedProgress progress =
            new TracedProgress(tracer, Context.root().with(activity), new RunId("run-20261123-abc123"));

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void tellsOfTheFirstStepAndThenOfOneInFifty() {
        for (int step = 1; step <= 120; step++) {
            train(step, Map.of("loss", 2.5));
            train(step, Map.of("loss", 2.5, "validationLoss", 2.6));
        }

        assertThat(steps()).extracting(step -> step.getAttributes().get(DONE)).containsExactly(1L, 50L, 100L);
        assertThat(steps()).allSatisfy(step -> {
            assertThat(step.getName()).isEqualTo("sft steps");
            assertThat(step.getParentSpanId())
                    .isEqualTo(activity.getSpanContext().getSpanId());
            assertThat(step.getEndEpochNanos()).isGreaterThanOrEqualTo(step.getStartEpochNanos());
            assertThat(step.getAttributes().asMap().toString())
                    .contains("residency.run=run-20261123-abc123", "residency.stage=sft", "residency.total=120");
        });
    }

    @Test
    void tellsOfTheFirstStepOfAnAttemptThatGoesOn() {
        train(0, Map.of());
        train(71, Map.of());
        train(72, Map.of());

        assertThat(steps()).extracting(step -> step.getAttributes().get(DONE)).containsExactly(71L);
    }

    private void train(int step, Map<String, Double> values) {
        progress.accept(new Progress(Stage.SFT, "steps", step, 120, values));
    }

    private List<SpanData> steps() {
        return spans.getFinishedSpanItems();
    }
}
