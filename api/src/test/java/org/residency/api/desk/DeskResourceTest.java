package org.residency.api.desk;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.residency.api.testing.FakeHospital;
import org.residency.api.testing.SampleRun;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.identity.Statement;

@QuarkusTest
@QuarkusTestResource(FakeHospital.class)
class DeskResourceTest {

    @Test
    void showsWhatWaitsAndWhatIsToBeSigned() {
        String run = start();
        SampleRun sample = new SampleRun(new InMemoryArtifactStore(), SampleRun.request(null));

        when().get("/sign-off").then().statusCode(200).body(containsString("/sign-off/" + run));
        when().get("/sign-off/" + run)
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .header("Content-Security-Policy", containsString("script-src 'self'"))
                .body(containsString("data-report=\"" + sample.evaluationReportSha256() + "\""))
                .body(containsString("data-model=\"" + sample.mergedModelSha256() + "\""))
                .body(containsString("<option>grace</option>"))
                .body(containsString("ada asked for this run and may not sign it"))
                .body(containsString("Do not sign what you cannot read"))
                .body(containsString("Measurements with 95 % intervals"));
    }

    @Test
    void saysWhyThereIsNothingToSign() {
        String run = start();
        when().post("/runs/" + run + "/cancel");

        String page;
        long end = System.nanoTime() + 30_000_000_000L;
        do {
            page = when().get("/sign-off/" + run).asString();
        } while (!page.contains("does not wait") && System.nanoTime() < end);
        assertThat(page).contains(run + " does not wait for a sign-off: it is cancelled");
    }

    @Test
    void signsTheFieldsThatAreVerified() {
        String fields = Arrays.stream(Statement.class.getRecordComponents())
                .map(RecordComponent::getName)
                .sorted()
                .collect(Collectors.joining("', '", "['", "']"));

        when().get("/desk/sign.js").then().statusCode(200).body(containsString("const SIGNED_FIELDS = " + fields));
    }

    private static String start() {
        return given().contentType("application/json")
                .body("""
                        {"requester":"ada","source":"file:///data/notes.jsonl","baseModel":"file:///models/demo","consent":"IRB 2026-114"}""")
                .post("/runs")
                .then()
                .statusCode(201)
                .extract()
                .path("run");
    }
}
