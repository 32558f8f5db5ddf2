package org.residency.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run on Temporal's server over PostgreSQL, as a cluster has it, both killed while it goes on. {@code -Pchaos}. */
@Tag("chaos")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class PostgresTest {

    @Test
    void endsWithTheSameDigestsWhenServerAndDatabaseAreKilled(@TempDir Path folder) throws Exception {
        assumeTrue(
                TemporalOnPostgres.missing().isEmpty(),
                () -> "skipped: no " + TemporalOnPostgres.missing().orElseThrow()
                        + "; `go install go.temporal.io/server/cmd/server@v1.29.1` and `.../cmd/tools/sql@v1.29.1`, named"
                        + " temporal-server and temporal-sql-tool; PostgreSQL is of the distribution");
        try (TemporalOnPostgres server = new TemporalOnPostgres();
                Laptop laptop = new Laptop(
                        Files.createDirectory(folder.resolve("home")), Map.of("TEMPORAL_ADDRESS", server.address()))) {
            WardRuns runs = new WardRuns(laptop, folder);
            Path notes = runs.notes(11);
            Map<String, String> undisturbed = runs.driveToDeployment(notes, (run, stage, view, signed) -> false);
            Set<String> struck = new HashSet<>();

            Map<String, String> disturbed = runs.driveToDeployment(notes, (run, stage, view, signed) -> {
                if (!struck.add(stage)) {
                    return false;
                }
                System.out.println("postgres: kills in " + stage);
                server.killPostgres();
                server.killTemporal();
                return true;
            });

            assertThat(disturbed).isEqualTo(undisturbed);
            assertThat(struck).as("stages in which both were killed").hasSizeGreaterThanOrEqualTo(5);
        }
    }
}
