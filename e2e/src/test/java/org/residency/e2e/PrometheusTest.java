package org.residency.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The chart's alert rules and dashboard, judged by Prometheus itself. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class PrometheusTest {

    /** Nothing has failed here. */
    private static final String ONLY_WHERE_SOMETHING_FAILED = "temporal_request_failure_total";

    @Test
    void firesEachAlertOnWhatItIsForAndNoneOnAStackThatIsWell(@TempDir Path folder) throws Exception {
        assumeTrue(ServerProgram.find("promtool").isPresent(), "skipped: no promtool on the PATH; it is of Prometheus");
        Files.writeString(folder.resolve("alerts.yaml"), Monitoring.rules(5));
        String cases;
        try (InputStream in = PrometheusTest.class.getResourceAsStream("/alerts-test.yaml")) {
            cases = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Files.writeString(folder.resolve("alerts-test.yaml"), cases);
        assertThat(Monitoring.alerts())
                .allSatisfy(alert -> assertThat(
                                cases.split("alertname: " + alert.path("alert").asText(), -1))
                        .as("cases of " + alert.path("alert"))
                        .hasSize(3));

        Path said = folder.resolve("said.txt");
        Process promtool = new ProcessBuilder(
                        ServerProgram.find("promtool").orElseThrow().toString(), "test", "rules", "alerts-test.yaml")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertThat(promtool.waitFor()).as(Files.readString(said)).isZero();
    }

    @Test
    @Tag("chaos")
    void readsTheFourProcessesAndTellsOfARunThatWaits(@TempDir Path folder) throws Exception {
        assumeTrue(ServerProgram.find("prometheus").isPresent(), "skipped: no prometheus on the PATH");
        try (Laptop laptop = new Laptop(Files.createDirectory(folder.resolve("home")))) {
            WardRuns runs = new WardRuns(laptop, folder);
            List<String> targets = Stream.of("worker-cpu", "worker-gpu", "serving", "api")
                    .map(process -> URI.create(laptop.address(process)).getAuthority())
                    .toList();
            String impatient = Monitoring.rules(0).replaceAll("for: [0-9]+m", "for: 0s");
            try (PrometheusServer prometheus = new PrometheusServer(folder, targets, impatient)) {
                AtomicBoolean judged = new AtomicBoolean();
                runs.drive(runs.notes(11), (run, stage, view, signed) -> {
                    if (!judged.get() && isWaiting(view)) {
                        await(() -> firing(prometheus).equals(List.of("ResidencySignOffWaits")), prometheus);
                        judged.set(true);
                    }
                    return false;
                });
                assertThat(judged).as("the run waited").isTrue();
                assertThat(prometheus.targets())
                        .hasSize(4)
                        .allSatisfy(target ->
                                assertThat(target.path("health").asText()).isEqualTo("up"));
                assertThat(prometheus.rules())
                        .hasSameSizeAs(Monitoring.alerts())
                        .allSatisfy(
                                rule -> assertThat(rule.path("health").asText()).isEqualTo("ok"));
                await(() -> silent(prometheus).isEmpty(), prometheus);
            }
        }
    }

    private static boolean isWaiting(JsonNode view) {
        return view.path("status").path("waiting").asText("").equals("sign-off");
    }

    private static List<String> firing(PrometheusServer prometheus) {
        List<String> names = new ArrayList<>();
        prometheus.rules().forEach(rule -> {
            if (rule.path("state").asText().equals("firing")) {
                names.add(rule.path("name").asText());
            }
        });
        return names;
    }

    /** The panels that have nothing to show. */
    private static List<String> silent(PrometheusServer prometheus) {
        return Monitoring.panels().stream()
                .filter(panel -> !panel.contains(ONLY_WHERE_SOMETHING_FAILED))
                .filter(panel -> prometheus.query(panel).isEmpty())
                .toList();
    }

    private static void await(BooleanSupplier condition, PrometheusServer prometheus) {
        Instant patience = Instant.now().plusSeconds(90);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now())
                    .as("firing " + firing(prometheus) + ", nothing to show for " + silent(prometheus))
                    .isBefore(patience);
            WardRuns.pause(500);
        }
    }
}
