package org.residency.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A schedule on the real Temporal server: the in-process one has none. {@code mvn verify -Preal}. */
@Tag("real")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ScheduleTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void startsARunForNewNotesAndNoneForTheSame(@TempDir Path folder) throws Exception {
        assumeTrue(
                ServerProgram.find("temporal").isPresent(),
                "skipped: no temporal on the PATH; `./residency temporal install` brings it");
        Path notes = folder.resolve("notes.jsonl");
        try (Laptop laptop = new Laptop(Files.createDirectory(folder.resolve("home")))) {
            said(laptop.residency("demo-data", "--out", notes.toString(), "--count", "60", "--seed", "11"));
            said(laptop.residency("keys", "create", "ada", "--role", "requester"));
            said(laptop.residency("up"));
            said(laptop.residency(
                    "schedule",
                    "create",
                    "weekly",
                    "--cron",
                    "0 3 * * 1",
                    "--dataset",
                    notes.toString(),
                    "--base-model",
                    "demo",
                    "--as",
                    "ada"));
            assertThat(laptop.residency(
                                    "schedule",
                                    "create",
                                    "weekly",
                                    "--every",
                                    "7d",
                                    "--dataset",
                                    notes.toString(),
                                    "--base-model",
                                    "demo")
                            .output())
                    .contains("is there already");

            assertThat(look(laptop, 1).path("result").asText()).isEqualTo("started");
            assertThat(look(laptop, 2).path("result").asText()).isEqualTo("unchanged");
            said(laptop.residency("demo-data", "--out", notes.toString(), "--count", "61", "--seed", "12"));
            JsonNode third = look(laptop, 3);
            assertThat(third.path("result").asText()).isEqualTo("started");

            String run = third.path("run").asText();
            assertThat(laptop.run(run)
                            .path("status")
                            .path("request")
                            .path("requester")
                            .asText())
                    .isEqualTo("ada");
            assertThat(laptop.residency("runs").output()).contains(run);
            said(laptop.residency("schedule", "pause", "weekly"));
            assertThat(laptop.residency("schedule", "describe", "weekly").output())
                    .contains("weekly: rests", "changed", "unchanged", run);
            said(laptop.residency("schedule", "resume", "weekly"));
            said(laptop.residency("schedule", "delete", "weekly"));
            assertThat(laptop.residency("schedule", "describe", "weekly").output())
                    .contains("which is not there");
            JsonNode runs =
                    JSON.readTree(laptop.get(laptop.address("api") + "/runs").body());
            assertThat(runs).hasSize(2);
            runs.forEach(
                    started -> laptop.residency("cancel", started.path("run").asText()));
        }
    }

    /** Has it look now: what it found. */
    private static JsonNode look(Laptop laptop, int count) throws IOException, InterruptedException {
        said(laptop.residency("schedule", "trigger", "weekly"));
        Instant patience = Instant.now().plusSeconds(120);
        JsonNode looks;
        do {
            assertThat(Instant.now()).isBefore(patience);
            TimeUnit.MILLISECONDS.sleep(500);
            looks = JSON.readTree(laptop.get(laptop.address("api") + "/schedules/weekly")
                            .body())
                    .path("looks");
        } while (looks.size() < count || looks.path(0).path("result").asText().equals("looking"));
        return looks.path(0);
    }

    private static void said(Laptop.Said said) {
        assertThat(said.exitCode()).as(said.output()).isZero();
    }
}
