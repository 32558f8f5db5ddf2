package org.residency.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Housekeeping as an operator asks for it: the checkpoints go, and the signed model is served from what is left. */
@Tag("chaos")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class HousekeepingRunTest {

    private static final String[] AT_ONCE = {"--checkpoints", "0m", "--rollouts", "0m", "--leftovers", "0m"};

    @Test
    void removesWhatNoChainNeedsAndLeavesTheSignedModelAsItWas(@TempDir Path folder) throws Exception {
        assumeTrue(
                ServerProgram.find("temporal").isPresent(),
                "skipped: no temporal on the PATH; `./residency temporal install` brings it");
        try (Laptop laptop = new Laptop(Files.createDirectory(folder.resolve("home")))) {
            WardRuns runs = new WardRuns(laptop, folder);
            said(laptop.residency("keys", "create", "otto", "--role", "operator"));
            Map<String, String> before = runs.driveToDeployment(runs.notes(11), (run, stage, view, signed) -> false);
            Path store = laptop.home().resolve("store");
            long whole = files(store);

            assertThat(housekeeping(laptop, "--dry-run"))
                    .contains("1 ended runs looked at", "checkpoint:", "rollout:", "would be removed", "/checkpoints/");
            assertThat(files(store)).as("files after a dry run").isEqualTo(whole);

            assertThat(housekeeping(laptop)).contains("checkpoint:", "objects removed");
            assertThat(files(store)).isLessThan(whole);
            assertThat(housekeeping(laptop)).contains("nothing removed");

            Damage.forgetCopies(laptop.home().resolve("cache"));
            laptop.killAndAwaitRestart("serving");
            assertThat(laptop.post(
                                    laptop.address("serving") + "/diagnose",
                                    "{\"description\": \"A cough for two days.\"}")
                            .body())
                    .contains(before.get("merged model"));
            assertThat(runs.driveToDeployment(runs.notes(11), (run, stage, view, signed) -> false))
                    .as("a run after it")
                    .isEqualTo(before);

            assertThat(laptop.residency("housekeeping", "--every", "24h", "--as", "otto")
                            .output())
                    .contains("tidied every 24h");
            said(laptop.residency("housekeeping", "--every", "12h", "--as", "otto"));
            said(laptop.residency("housekeeping", "--off"));
            assertThat(laptop.residency("housekeeping", "--off").output()).contains("on no schedule");
        }
    }

    private static String housekeeping(Laptop laptop, String... more) {
        Laptop.Said said = laptop.residency(Stream.of(new String[] {"housekeeping", "--as", "otto"}, AT_ONCE, more)
                .flatMap(Stream::of)
                .toArray(String[]::new));
        said(said);
        return said.output();
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static void said(Laptop.Said said) {
        assertThat(said.exitCode()).as(said.output()).isZero();
    }
}
