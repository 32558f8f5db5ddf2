package org.residency.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.residency.artifacts.ArtifactStore;
import org.residency.serving.testing.ServingTestResource;
import org.residency.serving.testing.SignedModels;
import org.residency.serving.testing.TinyModel;

/** A process's day, in order: nothing deployed, a first model, a candidate, a second model. */
@QuarkusTest
@QuarkusTestResource(ServingTestResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServingTest {

    private static final String CASE = "{\"description\":\"A patient with fever and a zebrafish.\"}";

    @TempDir
    static Path folder;

    @TestHTTPResource("/")
    URI root;

    @Inject
    ArtifactStore store;

    @Inject
    ObjectMapper json;

    @Inject
    AnswerThread thread;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    @Order(1)
    void isReadyButAnswersNothingBeforeTheFirstDeployment() throws Exception {
        HttpResponse<String> ready = get("q/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("no deployment yet");
        HttpResponse<String> answer = post("diagnose", CASE);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(json.readTree(answer.body()).path("error").asText()).isNotBlank();
        assertThat(get("v1/models").body()).contains("\"data\":[]");
        assertThat(admin("GET", "admin/deployment", null).statusCode()).isEqualTo(404);
    }

    @Test
    @Order(2)
    void answersWithTheDeployedModelAndSaysWhichItIs() throws Exception {
        SignedModels.Signed signed = signed("run-1", 1);
        new SignedModels(store).deploy(signed, 24);
        assertThat(admin("POST", "admin/refresh", null).statusCode()).isEqualTo(200);

        HttpResponse<String> response = post("diagnose", CASE);

        JsonNode answer = json.readTree(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(answer.path("model").asText()).isEqualTo(signed.model().sha256());
        assertThat(answer.path("deployment").asInt()).isEqualTo(1);
        assertThat(answer.path("notice").asText()).contains("clinician decides");
        assertThat(answer.path("requestId").asText()).isNotBlank();
        assertThat(answer.path("reasoning").asText() + answer.path("diagnosis").asText())
                .isNotBlank();
        assertThat(json.readTree(post("diagnose", CASE).body()).path("reasoning"))
                .as("the same case, the same answer")
                .isEqualTo(answer.path("reasoning"));
        assertThat(get("q/health/ready").body()).contains(signed.model().sha256());
        assertThat(get("v1/models").body())
                .contains("\"id\":\"residency\"", signed.model().sha256());
    }

    @Test
    @Order(3)
    void saysWhichFieldIsWrongAndNeverQuotesIt() throws Exception {
        for (String body : List.of(
                "{}",
                "{\"description\":\"  \"}",
                "{\"description\":\"" + "zebrafish ".repeat(50) + "\"}",
                "{\"description\":{\"zebrafish\":1}}",
                "{\"description\":\"zebrafish",
                "zebrafish",
                "")) {
            HttpResponse<String> response = post("diagnose", body);
            assertThat(response.statusCode()).as(body).isEqualTo(400);
            assertThat(response.body()).contains("\"error\":", "expected").doesNotContain("zebrafish");
        }
        assertThat(post("diagnose", "{}").body()).contains("\"fields\":{\"description\":\"found nothing");
        HttpResponse<String> chat =
                post("v1/chat/completions", "{\"messages\":[{\"role\":\"nurse\",\"content\":\"x\"}]}");
        assertThat(chat.statusCode()).isEqualTo(400);
        assertThat(json.readTree(chat.body()).path("error").path("param").asText())
                .isEqualTo("messages[0].role");
    }

    @Test
    @Order(4)
    void answersAChatWholeAndStreamedAlike() throws Exception {
        String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"A patient with fever and a zebrafish.\"}]";
        JsonNode whole = json.readTree(post("v1/chat/completions", "{\"model\":\"residency\"," + messages + "}")
                .body());
        JsonNode message = whole.path("choices").path(0).path("message");
        assertThat(whole.path("usage").path("completion_tokens").asInt()).isBetween(1, 24);
        assertThat(whole.path("residency").path("deployment").asInt()).isEqualTo(1);

        HttpResponse<String> streamed = post("v1/chat/completions", "{\"stream\":true," + messages + "}");

        assertThat(streamed.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        List<String> events = streamed.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .toList();
        assertThat(events).last().isEqualTo("data: [DONE]");
        StringBuilder reasoning = new StringBuilder();
        StringBuilder content = new StringBuilder();
        for (String event : events.subList(0, events.size() - 1)) {
            JsonNode delta =
                    json.readTree(event.substring(6)).path("choices").path(0).path("delta");
            reasoning.append(delta.path("reasoning_content").asText());
            content.append(delta.path("content").asText());
        }
        assertThat(reasoning.toString().strip())
                .isEqualTo(message.path("reasoning_content").asText());
        assertThat(content.toString().strip()).isEqualTo(message.path("content").asText());
        JsonNode closing = json.readTree(events.get(events.size() - 2).substring(6));
        assertThat(closing.path("usage")).isEqualTo(whole.path("usage"));
        assertThat(closing.path("choices").path(0).path("finish_reason").asText())
                .isIn("stop", "length");
    }

    @Test
    @Order(5)
    void closesTheAdminEndpointsToWhoHasNoToken() throws Exception {
        assertThat(send(request("admin/deployment").GET()).statusCode()).isEqualTo(401);
        assertThat(send(request("admin/deployment")
                                .header("Authorization", "Bearer open-sesam")
                                .GET())
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(request("admin/candidate").DELETE()).statusCode()).isEqualTo(401);
        assertThat(admin("GET", "admin/deployment", null).statusCode()).isEqualTo(200);
    }

    @Test
    @Order(6)
    void asksACandidateBesideTheModelInService() throws Exception {
        SignedModels.Signed candidate = signed("run-2", 2);
        assertThat(admin("POST", "admin/candidate/diagnose", CASE).statusCode()).isEqualTo(503);
        assertThat(admin("PUT", "admin/candidate", candidate(candidate.model(), candidate.model()))
                        .statusCode())
                .as("a chain that is none")
                .isEqualTo(422);
        assertThat(admin("PUT", "admin/candidate", "{}").statusCode()).isEqualTo(400);
        assertThat(admin("PUT", "admin/candidate", candidate(candidate.model(), candidate.manifest()))
                        .statusCode())
                .isEqualTo(204);

        JsonNode answer =
                json.readTree(admin("POST", "admin/candidate/diagnose", CASE).body());

        assertThat(answer.path("model").asText()).isEqualTo(candidate.model().sha256());
        assertThat(answer.path("deployment").isNull()).isTrue();
        assertThat(json.readTree(post("diagnose", CASE).body())
                        .path("deployment")
                        .asInt())
                .isEqualTo(1);
        assertThat(admin("DELETE", "admin/candidate", null).statusCode()).isEqualTo(204);
        assertThat(admin("POST", "admin/candidate/diagnose", CASE).statusCode()).isEqualTo(503);
    }

    @Test
    @Order(7)
    void followsANewDeployment() throws Exception {
        new SignedModels(store).deploy(signed("run-2", 2), 900);

        JsonNode deployment = json.readTree(admin("POST", "admin/refresh", null).body());

        assertThat(deployment.path("number").asInt()).isEqualTo(2);
        assertThat(deployment.path("run").asText()).isEqualTo("run-2");
        assertThat(deployment.path("model").path("ref").path("sha256").asText()).hasSize(64);
    }

    @Test
    @Order(8)
    @Timeout(120)
    void turnsAwayWhatItCannotTakeAndStopsWhatNobodyWaitsFor() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        thread.execute(() -> awaitQuietly(busy));
        HttpResponse<InputStream> streamed = client.send(
                request("v1/chat/completions")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"fever\"}]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(streamed.body().read()).isEqualTo('d');
        assertThat(get("q/metrics").body()).contains("residency_serving_waiting 1.0");

        HttpResponse<String> turnedAway = post("diagnose", CASE);
        assertThat(turnedAway.statusCode()).isEqualTo(429);
        assertThat(turnedAway.headers().firstValue("Retry-After")).isPresent();

        streamed.body().close();
        while (!get("q/metrics").body().contains("status=\"RESET\"")) {
            Thread.sleep(50);
        }
        busy.countDown();
        // The place of the one that nobody waits for is free once it has been taken off the queue.
        while (!get("q/metrics").body().contains("residency_serving_waiting 0.0")) {
            Thread.sleep(50);
        }
        assertThat(post("diagnose", CASE).statusCode()).isEqualTo(200);
        assertThat(get("q/metrics").body())
                .containsPattern("residency_serving_requests_seconds_count\\{[^}]*outcome=\"cancelled\"[^}]*} 1");
    }

    @Test
    @Order(9)
    void countsWithoutTellingAnythingOfACase() throws Exception {
        String metrics = get("q/metrics").body();

        assertThat(metrics)
                .contains("residency_serving_requests_seconds_count", "residency_serving_tokens_total")
                .contains("residency_serving_deployment 2.0")
                .doesNotContain("zebrafish");
        assertThat(get("q/openapi").body()).contains("/diagnose", "/v1/chat/completions", "/admin/candidate");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SignedModels.Signed signed(String run, long seed) throws IOException {
        return new SignedModels(store).signed(run, TinyModel.write(folder.resolve("model-" + seed), seed));
    }

    private String candidate(Object model, Object manifest) throws IOException {
        return json.writeValueAsString(Map.of(
                "model",
                model,
                "manifest",
                manifest,
                "settings",
                Map.of("temperature", 0.8, "topP", 0.95, "maxCompletionTokens", 24)));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> admin(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = request(path).header("Authorization", "Bearer open-sesame");
        return send(
                body == null
                        ? request.method(method, HttpRequest.BodyPublishers.noBody())
                        : request.header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
