package org.residency.api.codec;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.residency.api.testing.FakeHospital;
import org.residency.identity.KeyRing;
import org.residency.identity.PeopleRegister;

@QuarkusTest
@QuarkusTestResource(FakeHospital.class)
class CodecResourceTest {

    private static final String CLEAR = "{\"payloads\":[{\"metadata\":{\"encoding\":\"%s\"},\"data\":\"%s\"}]}"
            .formatted(base64("json/plain"), base64("\"a digest\""));

    @ConfigProperty(name = "residency.people")
    String people;

    @Test
    void givesAnOperatorTheClearText() {
        String encrypted = asked(given().header("Authorization", "Bearer " + pass()), "encode", CLEAR);

        assertThat(encrypted).doesNotContain(base64("\"a digest\""));
        assertThat(asked(given().header("Authorization", "Bearer " + pass()), "decode", encrypted))
                .contains(base64("\"a digest\""))
                .contains(base64("json/plain"));
    }

    @Test
    void keepsThePassInACookieForTheUi() {
        String cookie = given().queryParam("pass", pass())
                .get("/codec/session")
                .then()
                .statusCode(200)
                .extract()
                .cookie("residency-codec");

        assertThat(asked(given().cookie("residency-codec", cookie), "decode", CLEAR))
                .contains(base64("json/plain"));
    }

    @Test
    void refusesWhoShowsNoPass() {
        given().contentType("application/json")
                .body(CLEAR)
                .post("/codec/decode")
                .then()
                .statusCode(401);
        given().contentType("application/json")
                .header("Authorization", "Bearer residency-pass:1:otto:1:AAAA")
                .body(CLEAR)
                .post("/codec/decode")
                .then()
                .statusCode(403);
    }

    @Test
    void letsOnlyTheUisPagesReadTheAnswer() {
        given().header("Origin", "http://ui.example:8233")
                .options("/codec/decode")
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", equalTo("http://ui.example:8233"))
                .header("Access-Control-Allow-Credentials", equalTo("true"));
        assertThat(given().header("Origin", "http://elsewhere.example")
                        .options("/codec/decode")
                        .header("Access-Control-Allow-Origin"))
                .isNull();
    }

    @Test
    void refusesWhatIsNoMessageOfTemporals() {
        given().contentType("application/json")
                .header("Authorization", "Bearer " + pass())
                .body("[1]")
                .post("/codec/decode")
                .then()
                .statusCode(400);
    }

    private static String asked(RequestSpecification request, String route, String body) {
        return request.contentType("application/json")
                .body(body)
                .post("/codec/" + route)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private String pass() {
        PeopleRegister register = new PeopleRegister(Path.of(people));
        return new KeyRing(Path.of(people).resolveSibling("keys"))
                .signer(register.find("otto").orElseThrow())
                .pass(Instant.now().plus(Duration.ofHours(1)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
