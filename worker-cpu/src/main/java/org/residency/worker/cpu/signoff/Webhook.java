package org.residency.worker.cpu.signoff;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.residency.activities.FailureKind;
import org.residency.activities.signoff.NotifyCliniciansRequest;
import org.residency.worker.cpu.CanonicalJson;
import org.residency.worker.cpu.CpuWorkerConfig;

/** Where the hospital's own messages start, where one is configured. Is sent the run's id and the urgency alone. */
@Singleton
class Webhook {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Optional<URI> target;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    @Inject
    Webhook(CpuWorkerConfig config) {
        this(config.notifyWebhook());
    }

    Webhook(Optional<URI> target) {
        this.target = target;
    }

    void send(NotifyCliniciansRequest notification) throws InterruptedException {
        if (target.isEmpty()) {
            return;
        }
        byte[] body = CanonicalJson.bytes(Map.of(
                "run", notification.run().value(),
                "urgency", notification.urgency().name()));
        HttpRequest request = HttpRequest.newBuilder(target.get())
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2) {
                throw FailureKind.UNREACHABLE.failure(
                        "webhook: answered " + status + ", expected 2xx; check RESIDENCY_NOTIFY_WEBHOOK");
            }
        } catch (IOException e) {
            throw FailureKind.UNREACHABLE.failure(
                    "webhook: no answer (" + e.getClass().getSimpleName() + "); check RESIDENCY_NOTIFY_WEBHOOK");
        }
    }
}
