package org.residency.temporal.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Takes traces over OTLP/HTTP on this machine, for tests. It reads of each span no more than it needs, by the field numbers of
 * {@code opentelemetry/proto/trace/v1/trace.proto}.
 */
public final class OtlpReceiver implements AutoCloseable {

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<ByteString> requests = new CopyOnWriteArrayList<>();

    /**
     * A span that was received.
     *
     * @param process the service that it is of
     * @param trace in hexadecimal, as the other ids
     * @param parent empty for the first of a trace
     */
    public record Span(String process, String trace, String id, String parent, String name) {}

    /** Starts it on a free port. */
    public OtlpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} must be. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What came so far. */
    public List<Span> spans() {
        return List.copyOf(spans);
    }

    /** Whether {@code text} was anywhere in what came: in a name, an attribute, an event or a message. */
    public boolean holds(String text) {
        return requests.stream().anyMatch(request -> request.toStringUtf8().contains(text));
    }

    /**
     * The names from the first span of a trace to one that is named {@code name}.
     *
     * @return empty where there is none such yet, or where one between is missing
     */
    public Optional<List<String>> pathTo(String name) {
        return spansTo(name).map(path -> path.stream().map(Span::name).toList());
    }

    /** The spans that {@link #pathTo} names. */
    public Optional<List<Span>> spansTo(String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .map(this::path)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<List<Span>> path(Span span) {
        List<Span> path = new ArrayList<>(List.of(span));
        Span at = span;
        while (!at.parent().isEmpty()) {
            Span child = at;
            Optional<Span> parent = spans.stream()
                    .filter(candidate -> candidate.id().equals(child.parent())
                            && candidate.trace().equals(child.trace()))
                    .findFirst();
            if (parent.isEmpty()) {
                return Optional.empty();
            }
            at = parent.get();
            path.add(0, at);
        }
        return Optional.of(path);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            ByteString request = ByteString.readFrom(exchange.getRequestBody());
            requests.add(request);
            in(message(request), 1).flatMap(OtlpReceiver::spansOf).forEach(spans::add);
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static Stream<Span> spansOf(UnknownFieldSet resourceSpans) {
        String process = in(resourceSpans, 1)
                .flatMap(resource -> in(resource, 1))
                .filter(attribute -> text(attribute, 1).equals("service.name"))
                .flatMap(attribute -> in(attribute, 2))
                .map(value -> text(value, 1))
                .findFirst()
                .orElse("");
        return in(resourceSpans, 2)
                .flatMap(scope -> in(scope, 2))
                .map(span -> new Span(process, hex(span, 1), hex(span, 2), hex(span, 4), text(span, 5)));
    }

    private static Stream<UnknownFieldSet> in(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream().map(OtlpReceiver::message);
    }

    private static UnknownFieldSet message(ByteString bytes) {
        try {
            return UnknownFieldSet.parseFrom(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("request: expected a trace in protobuf", e);
        }
    }

    private static String hex(UnknownFieldSet span, int field) {
        return HexFormat.of().formatHex(bytes(span, field).toByteArray());
    }

    private static String text(UnknownFieldSet span, int field) {
        return bytes(span, field).toStringUtf8();
    }

    private static ByteString bytes(UnknownFieldSet span, int field) {
        List<ByteString> values = span.getField(field).getLengthDelimitedList();
        return values.isEmpty() ? ByteString.EMPTY : values.get(0);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
