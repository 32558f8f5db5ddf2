package org.residency.worker.cpu.signoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.residency.worker.cpu.ActivityHarness.failureOf;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.RunId;
import org.residency.activities.signoff.NotifyCliniciansRequest;
import org.residency.activities.signoff.RecordStatementRequest;
import org.residency.activities.signoff.SignOffActivities;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.identity.Decision;
import org.residency.identity.KeyRing;
import org.residency.identity.PeopleRegister;
import org.residency.identity.Person;
import org.residency.identity.Role;
import org.residency.identity.SignedStatement;
import org.residency.identity.Statement;
import org.residency.worker.cpu.ActivityHarness;

class SignOffActivitiesImplTest {

    private static final RunId RUN = new RunId("r1");

    @TempDir
    Path folder;

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final ActivityHarness harness = new ActivityHarness();
    private KeyRing keys;
    private PeopleRegister register;
    private Person ada;

    @BeforeEach
    void enrol() {
        keys = new KeyRing(folder.resolve("keys"));
        register = new PeopleRegister(folder.resolve("people"));
        ada = keys.create("ada", Set.of(Role.CLINICIAN));
        register.register(ada);
        register.register(keys.create("rex", Set.of(Role.REQUESTER)));
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void listsCliniciansWithTheirKeys() {
        assertThat(activities(Optional.empty()).listClinicians().keyFingerprints())
                .containsOnlyKeys("ada")
                .containsValue(ada.keyFingerprint());
    }

    @Test
    void keepsAStatementThatVerifies() {
        SignOffActivities activities = activities(Optional.empty());
        SignedStatement signed = sign("r1");

        ArtifactRef kept = activities.recordStatement(new RecordStatementRequest(RUN, signed));

        assertThat(new String(store.read(kept), StandardCharsets.UTF_8))
                .contains(signed.signature(), "\"signedAt\":\"2026-11-23T10:00:00Z\"");
        assertThat(activities.recordStatement(new RecordStatementRequest(RUN, signed)))
                .isEqualTo(kept);
    }

    @Test
    void refusesAStatementThatWasChanged() {
        SignedStatement signed = sign("r1");
        Statement said = signed.statement();
        Statement changed = new Statement(
                said.run(), "b".repeat(64), said.mergedModelSha256(), said.decision(), said.signer(), said.signedAt());

        var failure = failureOf(() -> activities(Optional.empty())
                .recordStatement(new RecordStatementRequest(
                        RUN, new SignedStatement(changed, signed.keyFingerprint(), signed.signature()))));

        assertThat(failure.getType()).isEqualTo("SIGN_OFF_REFUSED");
        assertThat(failure.isNonRetryable()).isTrue();
        assertThat(failure.getOriginalMessage()).contains("the signature is not that of ada");
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void refusesAStatementOnAnotherRun() {
        var failure = failureOf(
                () -> activities(Optional.empty()).recordStatement(new RecordStatementRequest(RUN, sign("r2"))));

        assertThat(failure.getType()).isEqualTo("SIGN_OFF_REFUSED");
        assertThat(failure.getOriginalMessage()).contains("run: found r2, expected r1");
    }

    @Test
    void tellsTheWebhookRunAndUrgency() throws IOException {
        List<String> bodies = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(bodies.size() == 1 ? 204 : 500, -1);
            exchange.close();
        });
        server.start();
        try {
            URI hook = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
            SignOffActivities activities = activities(Optional.of(hook));
            NotifyCliniciansRequest reminder =
                    new NotifyCliniciansRequest(RUN, NotifyCliniciansRequest.Urgency.REMINDER);

            activities.notifyClinicians(reminder);

            assertThat(bodies).containsExactly("{\"run\":\"r1\",\"urgency\":\"REMINDER\"}");
            assertThat(failureOf(() -> activities.notifyClinicians(reminder)).getType())
                    .isEqualTo("UNREACHABLE");
        } finally {
            server.stop(0);
        }
    }

    private SignOffActivities activities(Optional<URI> webhook) {
        return harness.stub(SignOffActivities.class, new SignOffActivitiesImpl(store, register, new Webhook(webhook)));
    }

    private SignedStatement sign(String run) {
        return keys.signer(ada)
                .sign(new Statement(
                        run,
                        "a".repeat(64),
                        "c".repeat(64),
                        Decision.APPROVED,
                        "ada",
                        Instant.parse("2026-11-23T10:00:00Z")));
    }
}
