package org.residency.worker.cpu.deployment;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.residency.activities.FailureKind;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.ServedSettings;
import org.residency.worker.cpu.CanonicalJson;
import org.residency.worker.cpu.CpuWorkerConfig;

/** The serving process's admin endpoints. Whatever does not answer as it should is tried again, but for a refused model. */
@Singleton
class ServingAdmin {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int UNPROCESSABLE = 422;

    private final CpuWorkerConfig.Serving serving;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

    @Inject
    ServingAdmin(CpuWorkerConfig config) {
        this(config.serving());
    }

    ServingAdmin(CpuWorkerConfig.Serving serving) {
        this.serving = serving;
    }

    /** A model to load beside the one in service. */
    record Candidate(ArtifactRef model, ArtifactRef manifest, ServedSettings settings) {}

    /**
     * What became of one case; the words themselves are not read.
     *
     * @param model digest of the model that answered
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Answer(boolean wellFormed, String model) {}

    /** What was asked cannot be, for example because the candidate was lost with a restart. */
    static final class NoCandidateException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Loads a candidate; the one before is forgotten. */
    void load(Candidate candidate) throws InterruptedException {
        expect2xx(send(
                "PUT",
                "/admin/candidate",
                HttpRequest.BodyPublishers.ofByteArray(CanonicalJson.bytes(candidate)),
                serving.loadTimeout()));
    }

    /**
     * Asks the candidate one case.
     *
     * @throws NoCandidateException if the process has none
     */
    Answer ask(String description) throws InterruptedException, NoCandidateException {
        byte[] body = CanonicalJson.bytes(Map.of("description", description));
        HttpResponse<byte[]> response = send(
                "POST",
                "/admin/candidate/diagnose",
                HttpRequest.BodyPublishers.ofByteArray(body),
                serving.answerTimeout());
        if (response.statusCode() == 503 || response.statusCode() == 404) {
            throw new NoCandidateException();
        }
        expect2xx(response);
        return CanonicalJson.read(response.body(), Answer.class);
    }

    /** Forgets the candidate, where there is one. */
    void discard() throws InterruptedException {
        HttpResponse<byte[]> response =
                send("DELETE", "/admin/candidate", HttpRequest.BodyPublishers.noBody(), serving.answerTimeout());
        if (response.statusCode() != 404) {
            expect2xx(response);
        }
    }

    /** Has the process follow the log, and returns what it then answers with. */
    Deployment refresh() throws InterruptedException {
        HttpResponse<byte[]> response =
                send("POST", "/admin/refresh", HttpRequest.BodyPublishers.noBody(), serving.loadTimeout());
        expect2xx(response);
        return CanonicalJson.read(response.body(), Deployment.class);
    }

    private HttpResponse<byte[]> send(String method, String path, HttpRequest.BodyPublisher body, Duration timeout)
            throws InterruptedException {
        URI target = URI.create(serving.url().toString().replaceFirst("/+$", "") + path);
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(timeout)
                .header("Authorization", "Bearer " + serving.token())
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw FailureKind.UNREACHABLE.failure("serving: no answer from " + target + " ("
                    + e.getClass().getSimpleName() + "); check RESIDENCY_SERVING_URL and that the process runs");
        }
    }

    private static void expect2xx(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status / 100 == 2 && (status == OK || response.body().length == 0)) {
            return;
        }
        String problem = "serving: answered " + status + " to "
                + response.request().method() + " " + response.uri().getPath();
        if (status == UNPROCESSABLE) {
            throw FailureKind.CORRUPT_ARTIFACT.failure(problem + ": " + Problem.in(response.body()));
        }
        if (status == 401 || status == 403) {
            throw FailureKind.UNREACHABLE.failure(
                    problem + "; check that both processes have the same" + " RESIDENCY_SERVING_TOKEN");
        }
        throw FailureKind.UNREACHABLE.failure(problem + ", expected 2xx");
    }

    /** How the serving process says what went wrong. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Problem(String error) {

        static String in(byte[] body) {
            try {
                return CanonicalJson.read(body, Problem.class).error();
            } catch (IllegalArgumentException e) {
                return "the model was refused";
            }
        }
    }
}
