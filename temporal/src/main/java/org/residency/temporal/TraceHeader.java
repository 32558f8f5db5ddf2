package org.residency.temporal;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.interceptors.Header;
import java.util.HashMap;
import java.util.Map;

/**
 * A trace's context in Temporal's headers, under the key and in the form that Temporal's SDKs share. It holds ids alone, and is
 * no payload of the workflow's: it is neither encrypted nor does it change what is.
 */
final class TraceHeader {

    private static final String KEY = "_tracer-data";
    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public String get(Map<String, String> carrier, String key) {
            return carrier.get(key);
        }
    };

    private final TextMapPropagator propagator;

    TraceHeader(TextMapPropagator propagator) {
        this.propagator = propagator;
    }

    /** {@code header} with {@code context} in it. */
    Header with(Header header, Context context) {
        Map<String, String> carrier = new HashMap<>();
        propagator.inject(context, carrier, Map::put);
        if (carrier.isEmpty()) {
            return header;
        }
        Map<String, Payload> values = new HashMap<>(header.getValues());
        DefaultDataConverter.STANDARD_INSTANCE.toPayload(carrier).ifPresent(payload -> values.put(KEY, payload));
        return new Header(values);
    }

    /** The context in {@code header}; one without a span where it has none. */
    Context read(Header header) {
        Payload payload = header.getValues().get(KEY);
        if (payload == null) {
            return Context.root();
        }
        @SuppressWarnings("unchecked")
        Map<String, String> carrier = DefaultDataConverter.STANDARD_INSTANCE.fromPayload(payload, Map.class, Map.class);
        return propagator.extract(Context.root(), carrier, GETTER);
    }
}
