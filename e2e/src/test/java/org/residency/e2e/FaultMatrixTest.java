package org.residency.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
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
 * Every fault in every stage: runs are started until each cell of the table has been struck while a run stood there. With
 * {@code -Dchaos.matrix=full}; else each fault in one stage alone, another for each. Part of {@code -Pchaos}; leaves its
 * tables in {@code e2e/target/chaos/matrix.md}.
 */
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultMatrixTest {

    private static final boolean FULL =
            System.getProperty("chaos.matrix", "short").equals("full");
    /** Fewer for another look at some alone. */
    private static final List<String> STAGES = List.of(
            System.getProperty("chaos.stages", String.join(",", Fault.STAGES)).split(","));

    private static final int NOTES = 11;
    private static final int MOST_RUNS = 60;
    private static final int MOST_DELAY_MILLIS = 300;

    private static final Map<String, String> SHORT_AFTER = Map.of("INGEST", "DEIDENTIFICATION", "GRPO", "MERGE");
    private static final Map<String, String> MANIFEST_OF =
            Map.of("INGEST", "1-ingest/manifest.json", "GRPO", "4-grpo/manifest.json");

    private final Random random = new Random(20261123L);
    private final FaultMatrix matrix = new FaultMatrix();
    private Ward ward;
    private Laptop laptop;
    private WardRuns runs;
    private Map<String, String> undisturbed;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        assumeTrue(
                ServerProgram.find("temporal").isPresent(),
                "skipped: no temporal on the PATH; `./residency temporal install` brings it");
        ward = new Ward(folder, true);
        laptop = ward.laptop();
        runs = new WardRuns(laptop, folder);
    }

    @AfterAll
    void stop() {
        if (ward != null) {
            ward.close();
            Ward.write(Path.of("target", "chaos", "matrix.md"), matrix.tables());
        }
    }

    @Test
    @Order(1)
    void endsUndisturbed() {
        undisturbed = runs.driveToDeployment(runs.notes(NOTES), (run, stage, view, signed) -> false);
    }

    @Test
    @Order(2)
    void endsWithTheSameBytesWhateverFaultStrikesInWhateverStage() {
        strikeAll(runs, Fault.Kind.MATRIX.stream().filter(ward::canSuffer).toList());
    }

    @Test
    @Order(3)
    void neverUsesADamagedObject() {
        assumeTrue(ward.hasS3(), "skipped: no versitygw on the PATH");
        for (Damage damage : FULL ? Damage.ALL : Damage.ALL.subList(1, 3)) {
            AtomicReference<CompletableFuture<Void>> striking = new AtomicReference<>();
            AtomicReference<String> name = new AtomicReference<>();
            // Notes of its own: of what other runs made as well, a worker has a verified copy.
            JsonNode view = runs.drive(runs.notes(100 + Damage.ALL.indexOf(damage)), (run, stage, seen, signed) -> {
                name.set(run);
                if (striking.get() == null && isTurnOf(damage, stage, seen)) {
                    Path object = ward.object("runs/" + run + "/" + damage.key());
                    striking.set(CompletableFuture.runAsync(() -> damage.strike(object)));
                    if (damage.stage().equals("SIGN_OFF")) {
                        striking.get().join();
                        Damage.forgetCopies(laptop.home().resolve("cache"));
                    }
                }
                return false;
            });
            striking.get().join();
            String kind = view.path("failure")
                    .path("kind")
                    .asText(view.at("/status/outcome/conclusion").asText());
            matrix.damaged(
                    damage,
                    kind.equals("CORRUPT_ARTIFACT") ? "refused" : kind,
                    view.path("failure")
                            .path("message")
                            .asText(view.at("/status/outcome/reason").asText())
                            .replaceAll("file:\\S*/|s3:\\S*/runs/[^/]*/", "")
                            .replaceAll("[0-9a-f]{52}(?=[^0-9a-f])", ".."));
            assertThat(laptop.get(laptop.address("api") + "/deployments").body())
                    .as("deployments after " + damage)
                    .doesNotContain(name.get());
        }
    }

    @Test
    @Order(4)
    void endsWithTheSameBytesWhenTheClockJumps() {
        assumeTrue(ward.canSuffer(Fault.Kind.JUMP_CLOCK), "skipped: no libfaketime, of Debian's package faketime");
        laptop.residency("down");
        strikeAll(new WardRuns(ward.laptopWithAClock(), runs), List.of(Fault.Kind.JUMP_CLOCK));
    }

    @Test
    @Order(5)
    void hasStruckEveryCell() {
        assumeTrue(FULL && STAGES.equals(Fault.STAGES), "the short form draws a few cells");
        assertThat(matrix.count()).isEqualTo((Fault.Kind.MATRIX.size() + 2L) * Fault.STAGES.size());
    }

    /** Until nothing is left to strike. */
    private void strikeAll(WardRuns there, List<Fault.Kind> kinds) {
        for (int started = 0; started < MOST_RUNS && hasLeft(kinds); started++) {
            AtomicReference<String> name = new AtomicReference<>();
            Map<String, String> digests = there.driveToDeployment(runs.notes(NOTES), (run, stage, view, signed) -> {
                name.set(run);
                return view.path("upToDate").asBoolean()
                        && (strikeOne(run, shown(stage), kinds) || strikeNext(run, shown(stage), kinds));
            });
            assertThat(digests).as("digests of " + name.get()).isEqualTo(undisturbed);
            matrix.endedTheSame(name.get());
        }
        assertThat(hasLeft(kinds)).as("cells that were never struck").isFalse();
    }

    private boolean isLeft(Fault.Kind kind, String stage) {
        boolean isAsked = FULL
                ? STAGES.contains(stage)
                : Fault.STAGES.indexOf(stage) == (Fault.Kind.MATRIX.indexOf(kind) + 2) % Fault.STAGES.size();
        return isAsked && !matrix.has(kind, stage);
    }

    private boolean hasLeft(List<Fault.Kind> kinds) {
        return Fault.STAGES.stream().anyMatch(stage -> kinds.stream().anyMatch(kind -> isLeft(kind, stage)));
    }

    private boolean strikeOne(String run, String stage, List<Fault.Kind> kinds) {
        for (Fault.Kind kind : kinds) {
            if (isLeft(kind, stage)) {
                WardRuns.pause(SHORT_AFTER.containsValue(stage) ? 0 : random.nextInt(MOST_DELAY_MILLIS));
                ward.suffer(kind);
                matrix.struck(kind, stage, run);
                return true;
            }
        }
        return false;
    }

    /** Some stages are over before anybody sees them: these are struck as soon as the one before has written its manifest. */
    private boolean strikeNext(String run, String stage, List<Fault.Kind> kinds) {
        String next = SHORT_AFTER.getOrDefault(stage, "");
        if (kinds.stream().noneMatch(kind -> isLeft(kind, next))) {
            return false;
        }
        Path manifest = ward.object("runs/" + run + "/" + MANIFEST_OF.get(stage));
        Instant patience = Instant.now().plusSeconds(120);
        while (!Files.exists(manifest) && Instant.now().isBefore(patience)) {
            WardRuns.pause(2);
        }
        return Files.exists(manifest) && strikeOne(run, next, kinds);
    }

    /** The object of a stage is watched for from that stage's beginning; the model is damaged while the run waits. */
    private static boolean isTurnOf(Damage damage, String stage, JsonNode view) {
        if (damage.stage().equals("SIGN_OFF")) {
            return view.path("status").path("waiting").asText("").equals("sign-off");
        }
        // What the deployment reads first is written as the sign-off ends.
        String from = damage.stage().equals("DEPLOYMENT") ? "SIGN_OFF" : damage.stage();
        return Fault.STAGES.indexOf(shown(stage)) >= Fault.STAGES.indexOf(from);
    }

    private static String shown(String stage) {
        return stage.equals("GATE") ? "EVALUATION" : stage;
    }
}
