package org.residency.api;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.residency.api.testing.FakeHospital;
import org.residency.api.testing.SampleRun;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.identity.KeyRing;
import org.residency.identity.PeopleRegister;
import org.residency.identity.Person;
import org.residency.identity.Role;

@QuarkusTest
@QuarkusTestResource(FakeHospital.class)
@Timeout(120)
class RunResourceTest {

    @ConfigProperty(name = "residency.people")
    String people;

    @Test
    void startsARunAndShowsWhatItWaitsFor() {
        String run = start("IRB-7");

        assertThat(run).matches("run-\\d{8}-\\d{6}-[0-9a-f]{4}");
        when().get("/runs/" + run)
                .then()
                .statusCode(200)
                .body("state", equalTo("running"))
                .body("upToDate", equalTo(true))
                .body("status.waiting", equalTo("sign-off"))
                .body("status.request.requester", equalTo("ada"))
                .body("status.request.settings.signoff.expireAfter", equalTo("PT504H"));
        when().get("/runs").then().statusCode(200).body("run", hasItem(run));
    }

    @Test
    void startsARunOnceForOneIdempotencyKey() {
        String first = started(given().header("Idempotency-Key", "monday"), "IRB-7");
        String second = started(given().header("Idempotency-Key", "monday"), "IRB-7");

        assertThat(second).isEqualTo(first);
        assertThat(started(given().header("Idempotency-Key", "tuesday"), "IRB-7"))
                .isNotEqualTo(first);
    }

    @Test
    void letsOnlyAnOperatorPutARunBeforeOthers() {
        post(request("IRB-7").replace("{", "{\"priority\":\"URGENT\","))
                .then()
                .statusCode(400)
                .body("error", containsString("priority URGENT: requester: found 'ada', who has no role OPERATOR"));
        post(request("IRB-7").replace("{", "{\"priority\":\"LOW\",\"department\":\"cardiology\","))
                .then()
                .statusCode(201);
        post(request("IRB-7").replace("{", "{\"department\":\"Ward 3\","))
                .then()
                .statusCode(400)
                .body("error", containsString("department: found 'Ward 3'"));
    }

    @Test
    void startsARunOnceForOneId() {
        String asked = request("IRB-7").replace("{", "{\"run\":\"run-mine\",");
        post(asked).then().statusCode(201).header("Location", containsString("/runs/run-mine"));
        post(asked).then().statusCode(201);

        post(request("other").replace("{", "{\"run\":\"run-mine\","))
                .then()
                .statusCode(409)
                .body("error", containsString("is there already and was asked for something else"));
    }

    @Test
    void showsTheHeartbeatOfAPendingActivity() throws Exception {
        String run = start("train");

        Response view = await(run, "progress.size()", "1");
        view.then()
                .body("progress[0].unit", equalTo("rows"))
                .body("progress[0].done", equalTo(7))
                .body("progress[0].total", equalTo(60))
                .body("progress[0].values.kept", equalTo(6.0f));
        given().post("/runs/" + run + "/cancel").then().statusCode(204);
        await(run, "state", "cancelled");
    }

    @Test
    void tellsWhyARunFailed() throws Exception {
        String run = start("fail");

        await(run, "state", "failed")
                .then()
                .body("failure.kind", equalTo("INVALID_INPUT"))
                .body("failure.message", containsString("line 3: found no JSON"));
    }

    @Test
    void pausesResumesAndCancels() throws Exception {
        String run = start("IRB-7");
        given().post("/runs/" + run + "/pause").then().statusCode(204);
        await(run, "state", "paused");
        given().post("/runs/" + run + "/resume").then().statusCode(204);
        await(run, "state", "running");
        given().post("/runs/" + run + "/cancel").then().statusCode(204);
        await(run, "state", "cancelled");
        given().post("/runs/" + run + "/pause")
                .then()
                .statusCode(409)
                .body("error", containsString("does not go on, so it cannot be paused"));
    }

    @Test
    void streamsARunUntilItEnds() throws Exception {
        String run = start("IRB-7");
        Thread signer = new Thread(() -> {
            try {
                await(run, "status.waiting", "sign-off");
            } catch (InterruptedException e) {
                return;
            }
            sign(run, sample().mergedModelSha256()).then().statusCode(200);
        });
        signer.start();

        String events = given().accept("text/event-stream")
                .get("/runs/" + run + "/events")
                .asString();

        signer.join();
        assertThat(events).contains("\"waiting\":\"sign-off\"").contains("\"conclusion\":\"DEPLOYED\"");
        // Views that are alike are not told again.
        assertThat(events.split("data:", -1)).hasSizeLessThan(6);
    }

    @Test
    void takesASignOffOnceAndRefusesAStaleOne() throws Exception {
        String run = start("IRB-7");
        when().get("/runs/" + run + "/sign-off")
                .then()
                .statusCode(200)
                .body("mergedModelSha256", equalTo(sample().mergedModelSha256()))
                .body("evaluationReportSha256", equalTo(sample().evaluationReportSha256()))
                .body("clinicians", equalTo(java.util.List.of("grace")));

        sign(run, "0".repeat(64))
                .then()
                .statusCode(409)
                .body("error", containsString("read the present evaluation and sign that"));
        sign(run, sample().mergedModelSha256()).then().statusCode(200).body("approvals", equalTo(1));

        await(run, "state", "completed").then().body("status.outcome.conclusion", equalTo("DEPLOYED"));
        when().get("/runs/" + run + "/sign-off")
                .then()
                .statusCode(409)
                .body("error", containsString("does not wait for a sign-off, it is completed"));
    }

    @Test
    void takesTheStatementOfWhoWasRegisteredWhileTheRunWaits() throws IOException {
        String run = start("IRB-7");
        String body = """
                {"statement":{"run":"%s","evaluationReportSha256":"%s","mergedModelSha256":"%s",
                "decision":"APPROVED","signer":"nell","signedAt":"2026-11-23T10:00:00Z"},
                "keyFingerprint":"%s","signature":"bmVsbA=="}""";
        String unregistered =
                body.formatted(run, sample().evaluationReportSha256(), sample().mergedModelSha256(), "f".repeat(64));
        given().contentType("application/json")
                .body(unregistered)
                .post("/runs/" + run + "/sign-off")
                .then()
                .statusCode(409)
                .body("error", containsString("no registered clinician"));

        // What the run says once it has looked closer is read as well, though it is encrypted on the way.
        given().contentType("application/json")
                .body(unregistered.replace("nell", "forger").replace("bmVsbA==", "Zm9yZ2Vy"))
                .post("/runs/" + run + "/sign-off")
                .then()
                .statusCode(409)
                .body("error", equalTo("the signature is not that of forger"));

        Person nell = new KeyRing(Path.of(people).resolveSibling("keys")).create("nell", Set.of(Role.CLINICIAN));
        new PeopleRegister(Path.of(people)).register(nell);

        given().contentType("application/json")
                .body(body.formatted(
                        run, sample().evaluationReportSha256(), sample().mergedModelSha256(), nell.keyFingerprint()))
                .post("/runs/" + run + "/sign-off")
                .then()
                .statusCode(200)
                .body("signer", equalTo("nell"));
        // The other tests know one clinician.
        Files.delete(Path.of(people).resolve("nell.json"));
    }

    @Test
    void refusesWhoIsNotRegisteredAsRequester() {
        post(request("IRB-7").replace("\"ada\"", "\"grace\""))
                .then()
                .statusCode(400)
                .body(
                        "error",
                        containsString("requester: found 'grace', who has no role REQUESTER; expected one of [ada]"));
        post(request("IRB-7").replace("\"ada\"", "\"nobody\""))
                .then()
                .statusCode(400)
                .body("error", containsString("who is not registered"));
    }

    @Test
    void namesTheNearestSetting() {
        post(withSettings("{\"sft\":{\"learningrate\":0.1}}"))
                .then()
                .statusCode(400)
                .body(
                        "error",
                        equalTo("settings.sft.learningrate: there is no such setting; did you mean 'learningRate'?"));
        post(withSettings("{\"sgt\":{}}"))
                .then()
                .statusCode(400)
                .body("error", equalTo("settings.sgt: there is no such setting; did you mean 'sft'?"));
        post(withSettings("{\"evaluation\":{\"hologram\":1}}"))
                .then()
                .statusCode(400)
                .body("error", containsString("expected one of maxCases, maxCompletionTokens"));
    }

    @Test
    void namesTheRangeAndTheType() {
        post(withSettings("{\"sft\":{\"rank\":0}}"))
                .then()
                .statusCode(400)
                .body("error", equalTo("sft.rank: found 0, expected a whole number from 1 to 1024"));
        post(withSettings("{\"sft\":{\"rank\":\"many\"}}"))
                .then()
                .statusCode(400)
                .body("error", equalTo("settings.sft.rank: found 'many', expected a whole number"));
        post(withSettings("{\"sft\":{\"maxSteps\":1.5}}"))
                .then()
                .statusCode(400)
                .body("error", containsString("settings.sft.maxSteps"))
                .body("error", containsString("expected a whole number"));
        post(withSettings("{\"deidentification\":{\"mode\":\"BLUR\"}}"))
                .then()
                .statusCode(400)
                .body("error", containsString("expected one of SURROGATE, MASK, SAFE_HARBOR"));
        post(withSettings("{\"signoff\":{\"expireAfter\":\"soon\"}}"))
                .then()
                .statusCode(400)
                .body("error", containsString("expected a duration such as PT48H"));
    }

    @Test
    void namesTheMissingFieldAndTheBadLine() {
        post("{\"requester\":\"ada\"}")
                .then()
                .statusCode(400)
                .body("error", equalTo("source: found nothing, expected a value"));
        post("{\n\"requester\": oops}")
                .then()
                .statusCode(400)
                .body("error", matchesPattern("body: no valid JSON at line 2, column \\d+; correct it there"));
        given().contentType("application/json")
                .post("/runs")
                .then()
                .statusCode(400)
                .body("error", containsString("body: found nothing"));
        post("[1,2]").then().statusCode(400).body("error", containsString("expected"));
    }

    @Test
    void answersEveryMistakeWithASentenceAndNoStackTrace() {
        when().get("/runs/run-unknown").then().statusCode(404).body("error", containsString("nobody asked for here"));
        when().get("/runs/run-unknown/events")
                .then()
                .statusCode(404)
                .body("error", containsString("nobody asked for here"));
        when().get("/runs/Not%20An%20Id").then().statusCode(404).body("error", containsString("expected 1 to 63"));
        when().get("/nowhere").then().statusCode(404).body("error", containsString("/q/openapi"));
        when().put("/runs").then().statusCode(405).body("error", containsString("/q/openapi"));
        given().contentType("text/plain")
                .body("x")
                .post("/runs")
                .then()
                .statusCode(415)
                .body("error", containsString("request: "));
        when().get("/runs?limit=many").then().body("error", not(containsString("Exception")));
    }

    @Test
    void servesTheReportAsAPageThatLoadsNothing() {
        String run = start("IRB-7");

        when().get("/runs/" + run + "/report")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("<title>" + run + ": Waits for a clinician&#39;s decision</title>"))
                .body(containsString("&lt;b&gt;"))
                .body(containsString("<figcaption>Reward by part</figcaption><svg"));
        when().get("/runs/run-unknown/report")
                .then()
                .statusCode(404)
                .body("error", containsString("nobody asked for here"));
    }

    @Test
    void rollsBackForOperatorsOnly() {
        rollBack("ada").then().statusCode(400).body("error", containsString("who has no role OPERATOR"));
        rollBack("otto").then().statusCode(409).body("error", containsString("nothing was ever in service"));
        when().get("/deployments").then().statusCode(200).body("size()", equalTo(0));
    }

    @Test
    void refusesARunWithoutAnApproval() {
        post(request(""))
                .then()
                .statusCode(400)
                .body("error", containsString("consent: found none"))
                .body("error", containsString("IRB 2026-114"));
    }

    @Test
    void describesItself() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("paths.'/runs'.post.summary", equalTo("Start a run"))
                .body("paths.'/runs/{run}/sign-off'.post.responses.'409'.description", containsString("why"))
                .body("components.schemas.RetrainingRequest.properties.requester.type", equalTo("string"));
        when().get("/q/health/ready").then().statusCode(200);
        when().get("/q/metrics").then().statusCode(200).body(containsString("temporal_request"));
    }

    private static SampleRun sample() {
        return new SampleRun(new InMemoryArtifactStore(), SampleRun.request(null));
    }

    private static String request(String consent) {
        return """
                {"requester":"ada","source":"file:///data/notes.jsonl","baseModel":"file:///models/demo","consent":"%s"}""".formatted(consent);
    }

    private static String withSettings(String settings) {
        return request("IRB-7").replace("\"consent\"", "\"settings\":" + settings + ",\"consent\"");
    }

    private static String start(String consent) {
        return started(given(), consent);
    }

    private static String started(io.restassured.specification.RequestSpecification given, String consent) {
        return given.contentType("application/json")
                .body(request(consent))
                .post("/runs")
                .then()
                .statusCode(201)
                .extract()
                .path("run");
    }

    private static Response post(String body) {
        return given().contentType("application/json").body(body).post("/runs");
    }

    private static Response rollBack(String operator) {
        return given().contentType("application/json")
                .body("{\"operator\":\"%s\",\"deployment\":1}".formatted(operator))
                .post("/deployments/rollback");
    }

    private static Response sign(String run, String model) {
        return given().contentType("application/json")
                .body("""
                        {"statement":{"run":"%s","evaluationReportSha256":"%s","mergedModelSha256":"%s",
                        "decision":"APPROVED","signer":"grace","signedAt":"2026-11-23T10:00:00Z"},
                        "keyFingerprint":"%s","signature":"%s"}""".formatted(
                                run, sample().evaluationReportSha256(), model, "f".repeat(64), model.substring(0, 8)))
                .post("/runs/" + run + "/sign-off");
    }

    private static Response await(String run, String path, String value) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (true) {
            Response response = when().get("/runs/" + run);
            if (value.equals(String.valueOf((Object) response.path(path)))) {
                return response;
            }
            assertThat(Instant.now()).as(response.asString()).isBefore(end);
            Thread.sleep(100);
        }
    }
}
