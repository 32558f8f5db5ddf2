package org.residency.workflows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.residency.activities.RunId;
import org.residency.activities.evaluation.ModelRole;
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

    /** With a GPU budget, and one whose gate closed, so that both are whole without a clinician. */
    @Test
    void recordARunThatLeavesResultsAndOneThatTakesThem() throws Exception {
        RunSettings settings = new RunSettings(
                null, null, null, Sample.grpo(2, 1), null, null, Sample.signOff(1), Optional.of(Duration.ofHours(4)));
        RunId second = new RunId("run-20261124-def456");
        try (TestHospital hospital = new TestHospital()) {
            hospital.gpu.exactMatch.put(ModelRole.CANDIDATE, 0.2);
            for (RunId run : List.of(Sample.RUN, second)) {
                hospital.workflow(RetrainingWorkflow.class, run.value())
                        .retrain(Sample.request(run, settings, Reuse.whereItIsTheSame()));
            }
            write(hospital, Sample.RUN.value(), "budgeted-run");
            write(hospital, GrpoRequest.workflowId(Sample.RUN), "budgeted-run-grpo");
            write(hospital, second.value(), "run-that-takes-results");
        }
    }

    private void write(TestHospital hospital, String workflow, String name) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve(name + ".json"),
                hospital.server.getWorkflowClient().fetchHistory(workflow).toJson(true) + "\n");
    }
}
