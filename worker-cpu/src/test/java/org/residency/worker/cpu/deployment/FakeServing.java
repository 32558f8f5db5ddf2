package org.residency.worker.cpu.deployment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.DeploymentLog;
import org.residency.worker.cpu.CanonicalJson;
import org.residency.worker.cpu.CpuWorkerConfig;

/** Answers as the serving process does, over HTTP, without a model. */
final class FakeServing implements AutoCloseable {

    static final String TOKEN = "secret";

    final List<String> requests = new CopyOnWriteArrayList<>();
    volatile boolean refuses;
    volatile int malformedOfTen;
    volatile boolean isBehind;

    private final HttpServer server;
    private final DeploymentLog log;
    private volatile Optional<String> candidate = Optional.empty();
    private int asked;

    FakeServing(ArtifactStore store) throws IOException {
        log = new DeploymentLog(store);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/admin/", this::handle);
        server.start();
    }

    /** Loses the candidate, as a restart does. */
    void restart() {
        candidate = Optional.empty();
    }

    Optional<String> candidate() {
        return candidate;
    }

    CpuWorkerConfig.Serving config(String token) {
        return new Config(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), token);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(request);
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"error\":\"token\"}");
            return;
        }
        switch (request) {
            case "PUT /admin/candidate" -> load(exchange, body);
            case "POST /admin/candidate/diagnose" -> diagnose(exchange);
            case "DELETE /admin/candidate" -> {
                restart();
                answer(exchange, 204, "");
            }
            case "POST /admin/refresh" -> refresh(exchange);
            default -> answer(exchange, 404, "{}");
        }
    }

    private void load(HttpExchange exchange, byte[] body) throws IOException {
        if (refuses) {
            answer(exchange, 422, "{\"error\":\"model.safetensors: the digest is not that of the manifest\"}");
            return;
        }
        candidate = Optional.of(
                CanonicalJson.read(body, ServingAdmin.Candidate.class).model().sha256());
        answer(exchange, 204, "");
    }

    private void diagnose(HttpExchange exchange) throws IOException {
        if (candidate.isEmpty()) {
            answer(exchange, 503, "{\"error\":\"no candidate\"}");
            return;
        }
        boolean wellFormed = asked++ % 10 >= malformedOfTen;
        answer(
                exchange,
                200,
                "{\"reasoning\":\"r\",\"diagnosis\":\"d\",\"wellFormed\":%s,\"model\":\"%s\"}"
                        .formatted(wellFormed, candidate.get()));
    }

    private void refresh(HttpExchange exchange) throws IOException {
        int number = isBehind ? 1 : log.entries().size();
        answer(exchange, 200, new String(CanonicalJson.bytes(log.entries().get(number - 1)), StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private record Config(URI url, String token) implements CpuWorkerConfig.Serving {
        @Override
        public Duration loadTimeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration answerTimeout() {
            return Duration.ofSeconds(5);
        }
    }
}
