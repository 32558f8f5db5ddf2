package org.residency.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TracingSourceTest {

    private static final String OFF = "quarkus.otel.sdk.disabled";

    @Test
    void isOffWhereNobodySaysWhereTracesGo() {
        assertThat(new TracingSource(Map.of()).getValue(OFF)).isEqualTo("true");
        assertThat(new TracingSource(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", " ")).getValue(OFF))
                .isEqualTo("true");
    }

    @Test
    void isOnWhereSomebodyDoes() {
        TracingSource source = new TracingSource(
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318", "OTEL_SERVICE_NAME", "residency"));

        assertThat(source.getValue(OFF)).isEqualTo("false");
        assertThat(source.getValue("quarkus.otel.exporter.otlp.endpoint")).isEqualTo("http://collector:4318");
        assertThat(source.getValue("quarkus.otel.exporter.otlp.protocol")).isEqualTo("http/protobuf");
        assertThat(source.getValue("quarkus.otel.service.name")).isEqualTo("residency");
    }

    @Test
    void staysOffWhereItIsSwitchedOff() {
        assertThat(new TracingSource(Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318", "OTEL_SDK_DISABLED", "true"))
                        .getValue(OFF))
                .isEqualTo("true");
    }
}
