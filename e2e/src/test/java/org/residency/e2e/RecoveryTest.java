package org.residency.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long it takes, and how many steps it costs, until a run trains again whose GPU worker was killed in SFT. Seen from the
 * api, so that what is measured holds the heartbeat's throttle too. {@code -Drecovery.kills=N}; part of {@code -Pchaos}.
 */
@Tag("chaos")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class RecoveryTest {

    private static final int KILLS = Integer.getInteger("recovery.kills", 8);
    private static final int STEPS_BETWEEN_CHECKPOINTS = 5;

    @Test
    void aKilledWorkerTrainsAgainSoonerThanItsSilenceWouldTell(@TempDir Path folder) throws Exception {
        assumeTrue(
                ServerProgram.find("temporal").isPresent(),
                "skipped: no temporal on the PATH; `./residency temporal install` brings it");
        List<Double> seconds = new ArrayList<>();
        StringBuilder rows = new StringBuilder();
        try (Laptop laptop = new Laptop(Files.createDirectory(folder.resolve("home")))) {
            String run = start(laptop, folder);
            for (int kill = 1; kill <= KILLS; kill++) {
                long after = kill == 1 ? 3 : done(laptop.run(run)) + 7;
                long reached = done(laptop.await(run, "step " + after, view -> done(view) >= after));
                long dead = laptop.pid("worker-gpu");
                Instant killed = Instant.now();
                laptop.killAndAwaitRestart("worker-gpu");
                double ready = since(killed);
                long resumed = awaitTraining(laptop, run, reached);
                double training = since(killed);
                seconds.add(training);
                rows.append(String.format(
                        Locale.ROOT, "| %d | %d | %.1f s | %.1f s | %d |%n", kill, reached, ready, training, resumed));
                assertThat(laptop.pid("worker-gpu")).isNotEqualTo(dead);
                assertThat(resumed)
                        .as("at most one interval between checkpoints is lost, and a heartbeat's worth of steps")
                        .isGreaterThanOrEqualTo(reached - STEPS_BETWEEN_CHECKPOINTS);
            }
            laptop.residency("cancel", run);
        }
        seconds.sort(null);
        System.out.printf(
                Locale.ROOT,
                "%n| kill | last seen at step | worker ready again | trains again | next seen at step |%n"
                        + "| --- | --- | --- | --- | --- |%n%s%nmedian %.1f s, slowest %.1f s of %d kills%n",
                rows,
                seconds.get(seconds.size() / 2),
                seconds.get(seconds.size() - 1),
                seconds.size());
        assertThat(seconds.get(seconds.size() / 2))
                .as("median, s; silence takes 20")
                .isLessThan(60);
    }

    private static String start(Laptop laptop, Path folder) throws IOException {
        Path notes = folder.resolve("notes.jsonl");
        Path settings = Files.writeString(folder.resolve("settings.yaml"), """
                sft: {maxSteps: 2000, batchSize: 8, accumulationSteps: 1, maxTokens: 384, checkpointEverySteps: %d}
                """.formatted(STEPS_BETWEEN_CHECKPOINTS));
        said(laptop.residency("demo-data", "--out", notes.toString(), "--count", "120", "--seed", "11"));
        said(laptop.residency("keys", "create", "ada", "--role", "requester"));
        said(laptop.residency("up"));
        return laptop.startRun(notes, settings, "ada");
    }

    /** Until a step is seen that the attempt before had not been seen at: the first such step. */
    private static long awaitTraining(Laptop laptop, String run, long reached) throws InterruptedException {
        Instant patience = Instant.now().plus(Duration.ofMinutes(3));
        long first = -1;
        while (Instant.now().isBefore(patience)) {
            long done = done(laptop.run(run));
            // The dead attempt's last heartbeat is shown until the next attempt sends its own, and that begins with
            // none.
            if (done > 0 && done != reached) {
                if ((first >= 0 && done > first) || done > reached) {
                    return first < 0 ? done : first;
                }
                first = done;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("it never trained again: " + laptop.run(run));
    }

    private static long done(JsonNode view) {
        for (JsonNode progress : view.path("progress")) {
            if (progress.path("stage").asText().equals("SFT")
                    && progress.path("unit").asText().equals("steps")) {
                return progress.path("done").asLong(-1);
            }
        }
        return -1;
    }

    private static double since(Instant instant) {
        return Duration.between(instant, Instant.now()).toMillis() / 1_000.0;
    }

    private static void said(Laptop.Said said) {
        assertThat(said.exitCode()).as(said.output()).isZero();
    }
}
