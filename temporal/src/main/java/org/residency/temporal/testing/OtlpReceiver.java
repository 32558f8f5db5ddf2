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

    /**
     * A span that was received.
     *
     * @param trace in hexadecimal, as the other ids
     * @param parent empty for the first of a trace
     */
    public record Span(String trace, String id, String parent, String name) {}

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

    /**
     * The names from the first span of a trace to one that is named {@code name}.
     *
     * @return empty where there is none such yet, or where one between is missing
     */
    public Optional<List<String>> pathTo(String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .map(this::path)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<List<String>> path(Span span) {
        List<String> path = new ArrayList<>(List.of(span.name()));
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
            path.add(0, at.name());
        }
        return Optional.of(path);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            UnknownFieldSet request =
                    UnknownFieldSet.parseFrom(exchange.getRequestBody().readAllBytes());
            in(request, 1)
                    .flatMap(resource -> in(resource, 2))
                    .flatMap(scope -> in(scope, 2))
                    .map(span -> new Span(hex(span, 1), hex(span, 2), hex(span, 4), text(span, 5)))
                    .forEach(spans::add);
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
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
