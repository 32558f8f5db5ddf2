package org.residency.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One run that is left alone, and then runs on the same notes in which processes die and lines are cut, at moments drawn
 * from a seed ({@code -Dchaos.seed}): all of them end with the same bytes, deployed once, signed once. Takes a quarter of an
 * hour and more: {@code mvn verify -Pchaos}. Leaves its tables and its timeline in {@code e2e/target/chaos}.
 */
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChaosTest {

    private static final long SEED = Long.getLong("chaos.seed", 20261123L);
    private static final int KILLS = Integer.getInteger("chaos.kills", 20);
    private static final int OTHERS = Integer.getInteger("chaos.others", 8);
    private static final int NOTES = 11;

    private final ChaosReport report = new ChaosReport(SEED);
    private Ward ward;
    private Laptop laptop;
    private WardRuns runs;
    private Map<String, String> undisturbed;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        assumeTrue(
                ServerProgram.find("temporal").isPresent(),
                "skipped: no temporal on the PATH; `./residency temporal install` brings it");
        ward = new Ward(folder);
        laptop = ward.laptop();
        runs = new WardRuns(laptop, folder);
    }

    @AfterAll
    void stop() {
        if (ward != null) {
            ward.close();
            report.write(Path.of("target", "chaos"));
        }
    }

    @Test
    @Order(1)
    void endsUndisturbed() {
        undisturbed = drive(0, List.of());
        assertThat(undisturbed).containsKeys("adapter of SFT", "adapter of GRPO", "merged model", "answers CANDIDATE");
    }

    @Test
    @Order(2)
    void endsWithTheSameBytesHoweverProcessesAreKilled() {
        suffer(Fault.kills(SEED, 1, KILLS));
        assertThat(report.count()).as("kills that struck").isEqualTo(KILLS);
    }

    @Test
    @Order(3)
    void endsWithTheSameBytesHoweverLinesAreCutAndTheWorkerIsStopped() {
        suffer(Fault.others(SEED, 1 + (KILLS + Fault.STAGES.size() - 1) / Fault.STAGES.size(), OTHERS));
        assertThat(report.count()).as("faults that struck").isEqualTo(KILLS + OTHERS);
    }

    private void suffer(List<Fault> plan) {
        Map<Integer, List<Fault>> runs = new TreeMap<>();
        plan.forEach(fault ->
                runs.computeIfAbsent(fault.run(), run -> new ArrayList<>()).add(fault));
        runs.forEach((number, faults) -> {
            Map<String, String> digests = drive(number, faults);
            report.compared(number, digests.equals(undisturbed));
            assertThat(digests).as("digests of run " + number).isEqualTo(undisturbed);
        });
    }

    /** Starts a run, has it suffer the faults, and gives its digests. */
    private Map<String, String> drive(int number, List<Fault> faults) {
        report.began(number);
        List<Fault> left = new ArrayList<>(faults);
        AtomicReference<String> name = new AtomicReference<>();
        Map<String, String> digests = runs.driveToDeployment(runs.notes(NOTES), (run, stage, view, signed) -> {
            name.set(run);
            report.seen(number, stage);
            if (left.isEmpty() || !isReached(left.get(0), stage, signed)) {
                return false;
            }
            strike(left.remove(0), stage, view, run);
            return true;
        });
        report.ended(number);
        if (faults.isEmpty()) {
            measure(name.get());
        }
        return digests;
    }

    private void measure(String run) {
        Overhead overhead = new Overhead();
        try (Histories histories = new Histories(
                laptop.temporalAddress(), laptop.home().resolve("keys").resolve("payload-keys.json"))) {
            for (String workflow : List.of(run, run + "-deidentification", run + "-grpo")) {
                overhead.add(histories.events(workflow));
            }
        }
        report.measured(overhead);
        assertThat(overhead.largestPayloadBytes()).as("largest payload").isLessThan(64 * 1024);
    }

    private void strike(Fault fault, String stage, JsonNode view, String run) {
        if (fault.kind().words().contains("S3") && !ward.hasS3()) {
            report.skipped();
            return;
        }
        WardRuns.pause(fault.delayMillis());
        long doneBefore = done(view);
        Instant at = Instant.now();
        ward.suffer(fault.kind());
        report.struck(fault, stage, at, Instant.now());
        if (fault.kind().process().equals("worker-gpu") && stage.equals("SFT")) {
            awaitTraining(run, fault, at, doneBefore);
        }
    }

    /** Until a step is seen again that the attempt before had not done, or the stage is over. */
    private void awaitTraining(String run, Fault fault, Instant killed, long doneBefore) {
        Instant deadline = Instant.now().plusSeconds(120);
        long resumed = -1;
        while (Instant.now().isBefore(deadline)) {
            JsonNode view = laptop.run(run);
            boolean over = !view.path("status").path("stage").asText("SFT").equals("SFT");
            long done = done(view);
            if (over || (done >= 0 && done != doneBefore && resumed >= 0 && done > resumed)) {
                report.trainsAgain(fault, Duration.between(killed, Instant.now()), doneBefore, resumed);
                return;
            }
            if (done > 0 && (resumed < 0 || done < resumed)) {
                resumed = done;
            }
            WardRuns.pause(100);
        }
    }

    private static long done(JsonNode view) {
        for (JsonNode progress : view.path("progress")) {
            if (progress.path("stage").asText().equals("SFT")) {
                return progress.path("done").asLong(-1);
            }
        }
        return -1;
    }

    private static boolean isReached(Fault fault, String stage, boolean signed) {
        if (fault.stage().equals("DEPLOYMENT")) {
            return signed;
        }
        return Fault.STAGES.indexOf(stage.equals("GATE") ? "EVALUATION" : stage) >= Fault.STAGES.indexOf(fault.stage());
    }
}
