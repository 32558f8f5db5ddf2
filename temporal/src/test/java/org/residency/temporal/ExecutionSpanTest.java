package org.residency.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;

class ExecutionSpanTest {

    @Test
    void isTheSameWhoeverAsks() {
        ExecutionSpan span = ExecutionSpan.of("execution-1", Context.root());

        assertThat(ExecutionSpan.of("execution-1", Context.root())).isEqualTo(span);
        assertThat(ExecutionSpan.of("execution-2", Context.root())).isNotEqualTo(span);
    }

    @Test
    void isATraceOfItsOwnWhereNobodyTracesWhatStartedIt() {
        ExecutionSpan span = ExecutionSpan.of("execution-1", Context.root());

        assertThat(span.own().isValid()).isTrue();
        assertThat(span.own().isSampled()).isTrue();
        assertThat(span.own().getTraceId()).isEqualTo(span.parent().getTraceId());
    }
}
