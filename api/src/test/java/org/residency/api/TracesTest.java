package org.residency.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.temporal.api.common.v1.Payload;
import io.temporal.client.WorkflowClient;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.residency.api.testing.FakeHospital;
import org.residency.api.testing.TraceCollector;
import org.residency.temporal.testing.OtlpReceiver;

@QuarkusTest
@QuarkusTestResource(FakeHospital.class)
@QuarkusTestResource(value = TraceCollector.class, restrictToAnnotatedClass = true)
@Timeout(120)
class TracesTest {

    OtlpReceiver receiver;

    @Inject
    WorkflowClient client;

    @Test
    void leadFromTheRequestIntoTheRunThatItStarts() throws Exception {
        String run = given().contentType("application/json")
                .body("""
                        {"requester":"ada","consent":"IRB-7","source":"file:///data/notes.jsonl","baseModel":"file:///models/demo"}""")
                .post("/runs")
                .then()
                .statusCode(201)
                .extract()
                .path("run");

        Optional<List<String>> path = receiver.pathTo("start RetrainingWorkflow");
        for (int look = 0; path.isEmpty() && look < 600; look++) {
            TimeUnit.MILLISECONDS.sleep(100);
            path = receiver.pathTo("start RetrainingWorkflow");
        }

        assertThat(path).contains(List.of("POST /runs", "start RetrainingWorkflow"));
        OtlpReceiver.Span started = receiver.spans().stream()
                .filter(span -> span.name().equals("start RetrainingWorkflow"))
                .findFirst()
                .orElseThrow();
        Payload carried = client.fetchHistory(run)
                .getEvents()
                .get(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getHeader()
                .getFieldsOrThrow("_tracer-data");
        assertThat(carried.getData().toStringUtf8()).contains(started.trace(), started.id(), run);
    }
}
