package org.residency.workflows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.residency.identity.Decision;

/**
 * Records the histories that {@link ReplayTest} replays, into the folder given:
 *
 * <pre>mvn test -pl workflows -Dtest=HistoryRecorder -Drecord.histories=src/test/resources/histories</pre>
 */
@EnabledIfSystemProperty(named = "record.histories", matches = ".+")
class HistoryRecorder {

    private final Path folder = Path.of(System.getProperty("record.histories", "."));

    @Test
    void recordARunThatEnds() throws Exception {
        try (TestHospital hospital = new TestHospital()) {
            hospital.start(Sample.request());
            hospital.awaitSignOffDesk();
            hospital.started().pause();
            hospital.started().resume();
            hospital.started().signOffBySignal(Sample.statement("mallory", Decision.APPROVED));
            hospital.awaitStatus(status -> status.refusedStatements().size() == 1);
            hospital.sign(Sample.statement("dr-ada", Decision.APPROVED));
            hospital.outcome();
            write(hospital, Sample.RUN.value(), "completed-run");
            write(hospital, DeidentificationRequest.workflowId(Sample.RUN), "completed-run-deidentification");
            write(hospital, GrpoRequest.workflowId(Sample.RUN), "completed-run-grpo");
        }
    }

    @Test
    void recordARunThatWaits() throws Exception {
        try (TestHospital hospital = new TestHospital()) {
            hospital.start(Sample.request(Sample.settings(Sample.grpo(2, 2), Sample.signOff(2))));
            hospital.awaitSignOffDesk();
            hospital.sign(Sample.statement("dr-ada", Decision.APPROVED));
            hospital.server.sleep(Duration.ofDays(3));
            write(hospital, Sample.RUN.value(), "waiting-for-sign-off");
        }
    }

    private void write(TestHospital hospital, String workflow, String name) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve(name + ".json"),
                hospital.server.getWorkflowClient().fetchHistory(workflow).toJson(true) + "\n");
    }
}
