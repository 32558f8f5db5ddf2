package org.residency.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A real Prometheus that reads the metrics of four processes once a second, and judges them by rules as often. */
final class PrometheusServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ServerProgram program;
    private final int port = ServerProgram.freePort();

    /** @param targets where the processes answer, {@code host:port} */
    PrometheusServer(Path folder, List<String> targets, String rules) throws IOException {
        Files.writeString(folder.resolve("alerts.yaml"), rules);
        Path settings = Files.writeString(folder.resolve("prometheus.yaml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [alerts.yaml]
                scrape_configs:
                  - job_name: residency
                    metrics_path: /q/metrics
                    static_configs: [{targets: [%s]}]
                """.formatted(
                        targets.stream().map(target -> '"' + target + '"').collect(Collectors.joining(", "))));
        program = new ServerProgram(
                List.of(
                        ServerProgram.find("prometheus").orElseThrow().toString(),
                        "--config.file=" + settings,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port),
                folder.resolve("prometheus.log"),
                port);
        program.start();
    }

    /** What an expression is at this moment: one entry a series. */
    JsonNode query(String expression) {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .path("result");
    }

    /** Each rule with its health and its state. */
    JsonNode rules() {
        return get("/api/v1/rules").path("groups").path(0).path("rules");
    }

    /** Each process with its health. */
    JsonNode targets() {
        return get("/api/v1/targets").path("activeTargets");
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(path + ": " + response.body());
            }
            return JSON.readTree(response.body()).path("data");
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
