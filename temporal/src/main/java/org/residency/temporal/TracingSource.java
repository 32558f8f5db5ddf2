package org.residency.temporal;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Switches traces on where {@code OTEL_EXPORTER_OTLP_ENDPOINT} says where they should go, and else off, for Quarkus has them on.
 * Of OpenTelemetry's own settings it passes on those that Quarkus would not read by itself, with the specification's defaults.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OpenTelemetry Protocol Exporter</a>
 */
public final class TracingSource implements ConfigSource {

    private static final String OTLP = "quarkus.otel.exporter.otlp.";

    private final Map<String, String> properties;

    /** For the service loader. */
    public TracingSource() {
        this(System.getenv());
    }

    TracingSource(Map<String, String> environment) {
        String endpoint = environment.getOrDefault(
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", ""));
        boolean off = endpoint.isBlank() || Boolean.parseBoolean(environment.get("OTEL_SDK_DISABLED"));
        Map<String, String> found = new HashMap<>();
        found.put("quarkus.otel.sdk.disabled", String.valueOf(off));
        if (!off) {
            found.put(OTLP + "endpoint", endpoint);
            found.put(OTLP + "protocol", environment.getOrDefault("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
            pass(environment, "OTEL_EXPORTER_OTLP_HEADERS", OTLP + "headers", found);
            pass(environment, "OTEL_SERVICE_NAME", "quarkus.otel.service.name", found);
            pass(environment, "OTEL_RESOURCE_ATTRIBUTES", "quarkus.otel.resource.attributes", found);
            pass(environment, "OTEL_TRACES_SAMPLER_ARG", "quarkus.otel.traces.sampler.arg", found);
        }
        this.properties = Map.copyOf(found);
    }

    private static void pass(Map<String, String> environment, String from, String to, Map<String, String> found) {
        String value = environment.get(from);
        if (value != null && !value.isBlank()) {
            found.put(to, value);
        }
    }

    @Override
    public String getName() {
        return "OpenTelemetry's environment";
    }

    /** Under the files of a process, which may say otherwise. */
    @Override
    public int getOrdinal() {
        return 200;
    }

    @Override
    public Set<String> getPropertyNames() {
        return properties.keySet();
    }

    @Override
    public String getValue(String property) {
        return properties.get(property);
    }
}
