package org.residency.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.residency.temporal.testing.OtlpReceiver;

/**
 * The whole on one machine: four processes and Temporal, two runs on the same notes, one left alone and one whose
 * processes are killed. Ordered, for the second run is held against the first and a stack takes a while to start.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LaptopRunTest {

    /** A patient whom no other text in the world knows. */
    private static final List<String> PLANTED = List.of(
            "Quillonia", "Brazzaverde", "77342919", "Thornwick", "quillonia.b@brazzaverde.example", "212-736-4419");

    /** Of Temporal's SDK: these have no value before the first such failure in a process's life. */
    private static final Set<String> COUNTED_ONCE_IT_HAPPENS = Set.of(
            "temporal_workflow_task_execution_failed_total",
            "temporal_activity_execution_failed_total",
            "temporal_request_failure_total");

    private static final ObjectMapper JSON = new ObjectMapper();

    private OtlpReceiver traces;
    private Laptop laptop;
    private Path notes;
    private Path settings;
    private String undisturbed;
    private String disturbed;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        traces = new OtlpReceiver();
        laptop = new Laptop(
                Files.createDirectory(folder.resolve("home")),
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", traces.endpoint()));
        notes = folder.resolve("notes.jsonl");
        settings = folder.resolve("settings.yaml");
        said(laptop.residency("demo-data", "--out", notes.toString(), "--count", "360", "--seed", "11"));
        plantThePatient();
        Files.writeString(settings, """
                sft: {maxSteps: 40, batchSize: 16, accumulationSteps: 1, learningRate: 0.002, maxTokens: 512, checkpointEverySteps: 5}
                grpo: {rounds: 2, promptsPerRound: 24, groupSize: 8, minibatchSize: 8, maxCompletionTokens: 96}
                evaluation: {maxCases: 40, samplesPerCase: 1, maxCompletionTokens: 128}
                gate: {name: small-machine, minExactMatch: 0, minGainOverBase: -1, maxLossAgainstInService: 1, minFormatRate: 0, minCases: 5, maxMergeKl: 1}
                """);
        said(laptop.residency("keys", "create", "ada", "--role", "requester"));
        said(laptop.residency("keys", "create", "dr-lee", "--role", "clinician"));
        said(laptop.residency("up"));
    }

    private void plantThePatient() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int visit = 1; visit <= 6; visit++) {
            rows.append(JSON.writeValueAsString(Map.of(
                            "question",
                            """
                            Patient: Quillonia Brazzaverde  MRN: 77342919
                            Address: 48 Thornwick Lane, Albany, NY 12207
                            Phone: 212-736-4419  E-mail: quillonia.b@brazzaverde.example
                            Visit %d. Ms. Brazzaverde has had a cough, fever of 39.%d C and pleuritic chest pain for %d days.
                            What is the diagnosis?""".formatted(visit, visit, visit + 1),
                            "reasoning",
                            "Cough, fever and pleuritic pain over " + (visit + 1)
                                    + " days in Quillonia Brazzaverde point to the lung.",
                            "answer",
                            "Diagnosis: pneumonia",
                            "reference",
                            "pneumonia",
                            "patient",
                            "77342919")))
                    .append('\n');
        }
        Files.writeString(notes, rows, StandardOpenOption.APPEND);
    }

    @AfterAll
    void stop() {
        laptop.close();
        traces.close();
        assertThat(laptop.home().resolve("stack.json")).doesNotExist();
    }

    @Test
    @Order(1)
    void endsWithAnAnswerOfTheSignedModel() throws IOException {
        Laptop.Said said = laptop.residency(
                "run",
                "--dataset",
                notes.toString(),
                "--base-model",
                "demo",
                "--settings",
                settings.toString(),
                "--as",
                "ada",
                "--sign-as",
                "dr-lee",
                "--yes",
                "--json");
        assertThat(said.exitCode()).as(said.output()).isZero();
        undisturbed = onlyRun();
        JsonNode status = laptop.run(undisturbed).path("status");
        assertThat(status.path("outcome").path("conclusion").asText()).isEqualTo("DEPLOYED");
        assertThat(status.path("rounds")).hasSize(2);
        assertThat(status.path("manifests").size()).isGreaterThanOrEqualTo(8);
        assertThat(status.path("sft").path("lastLoss").asDouble())
                .isLessThan(status.path("sft").path("firstLoss").asDouble());
        JsonNode counts = status.path("ingest");
        int dropped = 0;
        for (JsonNode count : counts.path("dropped")) {
            dropped += count.asInt();
        }
        assertThat(counts.path("kept").asInt() + dropped)
                .isEqualTo(counts.path("rows").asInt());

        HttpResponse<String> answer = laptop.post(
                laptop.address("serving") + "/diagnose",
                "{\"description\": \"58-year-old man with crushing chest pain for two hours and ST elevation.\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode told = JSON.readTree(answer.body());
        assertThat(told.path("model").asText())
                .isEqualTo(status.path("merge")
                        .path("model")
                        .path("ref")
                        .path("sha256")
                        .asText());
        assertThat(told.path("reasoning").asText() + told.path("diagnosis").asText())
                .isNotBlank();

        HttpResponse<String> report = laptop.get(laptop.address("api") + "/runs/" + undisturbed + "/report");
        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(report.body()).contains("<svg", "small-machine", "dr-lee", undisturbed);
        assertThat(report.body()).doesNotContain("<script src", "https://fonts");
    }

    @Test
    @Order(3)
    void endsWithTheSameAdapterWhenEveryProcessIsKilledInBetween() {
        disturbed = laptop.startRun(notes, settings, "ada");

        laptop.await(disturbed, "step 10 of SFT", view -> isAt(view, "SFT", 10));
        laptop.killAndAwaitRestart("worker-gpu");
        laptop.await(disturbed, "SFT again", view -> isAt(view, "SFT", 15));
        laptop.killAndAwaitRestart("worker-cpu");
        laptop.killAndAwaitRestart("api");
        laptop.await(disturbed, "an update of GRPO", view -> isStepping(view, "GRPO"));
        laptop.killAndAwaitRestart("worker-gpu");
        laptop.await(
                disturbed,
                "the second round",
                view -> view.path("status").path("rounds").size() >= 1);
        laptop.killAndAwaitRestart("serving");
        laptop.killOwnTemporal();
        laptop.await(
                disturbed,
                "waiting for sign-off",
                view -> view.path("status").path("waiting").asText("").equals("sign-off"));
        laptop.killAndAwaitRestart("worker-cpu");
        Laptop.Said signed = laptop.residency("sign-off", disturbed, "--as", "dr-lee", "--approve");
        assertThat(signed.exitCode()).as(signed.output()).isZero();

        JsonNode ended = laptop.awaitEnd(disturbed).path("status");
        assertThat(ended.path("outcome").path("conclusion").asText()).isEqualTo("DEPLOYED");
        JsonNode alone = laptop.run(undisturbed).path("status");
        for (String artifact : List.of(
                "/dataset/ref/sha256",
                "/sft/adapter/ref/sha256",
                "/grpo/adapter/ref/sha256",
                "/merge/model/ref/sha256")) {
            assertThat(ended.at(artifact).asText())
                    .as(artifact)
                    .isNotBlank()
                    .isEqualTo(alone.at(artifact).asText());
        }
    }

    @Test
    @Order(4)
    void bringsBackTheFormerModel() {
        Laptop.Said said = laptop.residency("rollback");
        assertThat(said.exitCode()).as(said.output()).isZero();
        JsonNode deployments = json(laptop.get(laptop.address("api") + "/deployments"));
        assertThat(deployments).hasSize(3);
    }

    @Test
    @Order(5)
    void knowsThePlantedPatientNowhereButInTheRawNotes() throws IOException {
        try (Histories histories = new Histories(
                laptop.temporalAddress(), laptop.home().resolve("keys").resolve("payload-keys.json"))) {
            for (String run : List.of(undisturbed, disturbed)) {
                assertThat(histories.readable(run)).contains("sha256", "learningRate");
                assertThat(histories.stored(run))
                        .as("what lies in the orchestrator's database")
                        .contains("binary/encrypted")
                        .doesNotContain("sha256", "learningRate");
                for (String workflow : List.of(run, run + "-deidentification", run + "-grpo")) {
                    assertThat(planted(histories.readable(workflow)))
                            .as("history of " + workflow)
                            .isEmpty();
                }
            }
        }
        for (String process : List.of("worker-cpu", "worker-gpu", "serving", "api")) {
            HttpResponse<String> metrics = laptop.get(laptop.address(process) + "/q/metrics");
            assertThat(metrics.statusCode()).as(process).isEqualTo(200);
            assertThat(planted(metrics.body())).as("metrics of " + process).isEmpty();
        }
        assertThat(traces.holds(undisturbed)).as("traces of the run").isTrue();
        assertThat(PLANTED).as("traces").noneMatch(traces::holds);
        int searched = 0;
        int rawHits = 0;
        try (Stream<Path> files = Files.walk(laptop.home())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                List<String> found = planted(Files.readString(file, StandardCharsets.ISO_8859_1));
                if (file.toString().contains("/1-ingest/")) {
                    rawHits += found.size();
                } else {
                    assertThat(found).as(file.toString()).isEmpty();
                    searched++;
                }
            }
        }
        assertThat(searched).as("files searched").isGreaterThan(50);
        assertThat(rawHits)
                .as("the patient is in the raw shards, or this test proves nothing")
                .isPositive();
    }

    /** The rules do not know an address without a dot in its domain; the audit looks for any at-sign. */
    @Test
    @Order(6)
    void stopsBeforeTrainingWhereTheAuditFindsAnIdentifier() throws IOException {
        String planted = "z.okwuosa@wardnet";
        Path unclean = notes.resolveSibling("unclean.jsonl");
        List<String> rows = new ArrayList<>(Files.readAllLines(notes).subList(0, 60));
        rows.add(JSON.writeValueAsString(Map.of(
                "question",
                "Write to " + planted + " about this woman with a cough, fever and pleuritic chest pain.",
                "reasoning",
                "Cough, fever and pleuritic pain point to the lung.",
                "answer",
                "Diagnosis: pneumonia")));
        Files.write(unclean, rows);
        Files.writeString(unclean.resolveSibling("unclean.jsonl.approval"), "IRB 2026-114");

        String run = laptop.startRun(unclean, settings, "ada");
        JsonNode status = laptop.awaitEnd(run).path("status");

        assertThat(status.path("outcome").path("conclusion").asText()).isEqualTo("AUDIT_REFUSED");
        assertThat(status.path("outcome").path("reason").asText()).contains("quarantined 1 of");
        assertThat(status.path("quarantined").asInt()).isEqualTo(1);
        assertThat(status.path("sft").isObject()).isFalse();
        assertThat(status.path("request").path("consent").asText()).isEqualTo("IRB 2026-114");
        Path stages = laptop.home().resolve("store/runs").resolve(run);
        assertThat(stages.resolve("3-sft")).doesNotExist();
        assertThat(stages.resolve("2-deidentification/dataset.json")).doesNotExist();
        StringBuilder audits = new StringBuilder();
        try (Stream<Path> files = Files.walk(stages.resolve("2-deidentification/audit"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                audits.append(Files.readString(file));
            }
        }
        String report =
                laptop.get(laptop.address("api") + "/runs/" + run + "/report").body();
        assertThat(report).contains("IRB 2026-114", "1 case quarantined");
        assertThat(audits.toString()).contains("audit.at-sign", "\"quarantined\":[{");
        try (Histories histories = new Histories(
                laptop.temporalAddress(), laptop.home().resolve("keys").resolve("payload-keys.json"))) {
            assertThat(histories.readable(run)
                            + histories.readable(run + "-deidentification")
                            + report
                            + audits
                            + status)
                    .doesNotContain("okwuosa", "wardnet");
        }
    }

    @Test
    @Order(2)
    void tellsARunAsOneTraceFromTheRequestToASingleStep() throws InterruptedException {
        String api = "residency-api ";
        String cpu = "residency-worker-cpu ";
        String gpu = "residency-worker-gpu ";
        List<String> start = List.of(api + "POST /runs", api + "start RetrainingWorkflow", cpu + "RetrainingWorkflow");

        List<OtlpReceiver.Span> sft = traced("sft steps");
        List<OtlpReceiver.Span> grpo = traced("grpo steps");

        assertThat(told(sft)).isEqualTo(with(start, gpu + "TrainAdapter", gpu + "sft steps"));
        assertThat(told(grpo)).isEqualTo(with(start, cpu + "GrpoWorkflow", gpu + "UpdatePolicy", gpu + "grpo steps"));
        assertThat(Stream.concat(sft.stream(), grpo.stream()).map(OtlpReceiver.Span::trace))
                .containsOnly(sft.get(0).trace());
    }

    private List<OtlpReceiver.Span> traced(String name) throws InterruptedException {
        // Each process sends what it has every five seconds.
        Instant patience = Instant.now().plusSeconds(60);
        while (traces.spansTo(name).isEmpty() && Instant.now().isBefore(patience)) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return traces.spansTo(name)
                .orElseThrow(() -> new AssertionError("no path to " + name + " in " + traces.spans()));
    }

    private static List<String> told(List<OtlpReceiver.Span> path) {
        return path.stream().map(span -> span.process() + " " + span.name()).toList();
    }

    private static List<String> with(List<String> start, String... more) {
        return Stream.concat(start.stream(), Stream.of(more)).toList();
    }

    @Test
    @Order(2)
    void exportsEveryMetricThatTheChartNames() throws InterruptedException {
        // What the SDK counts is passed on every so often.
        Instant patience = Instant.now().plusSeconds(60);
        List<Monitoring.Selector> missing = missing();
        while (!missing.isEmpty() && Instant.now().isBefore(patience)) {
            TimeUnit.SECONDS.sleep(1);
            missing = missing();
        }
        assertThat(Monitoring.selectors()).hasSizeGreaterThan(10);
        assertThat(missing)
                .as("what the alerts and the dashboard ask for, and no process exports")
                .isEmpty();
    }

    private List<Monitoring.Selector> missing() {
        List<String> samples = new ArrayList<>();
        for (String process : List.of("worker-cpu", "worker-gpu", "serving", "api")) {
            laptop.get(laptop.address(process) + "/q/metrics").body().lines().forEach(samples::add);
        }
        return Monitoring.selectors().stream()
                .filter(selector -> !COUNTED_ONCE_IT_HAPPENS.contains(selector.metric()))
                .filter(selector -> samples.stream().noneMatch(selector::finds))
                .toList();
    }

    private static List<String> planted(String text) {
        return PLANTED.stream().filter(text::contains).toList();
    }

    private static boolean isAt(JsonNode view, String stage, int done) {
        for (JsonNode progress : view.path("progress")) {
            if (progress.path("stage").asText().equals(stage)
                    && progress.path("done").asInt() >= done) {
                return true;
            }
        }
        return false;
    }

    /** Only the update counts in steps; sampling counts in prompts. */
    private static boolean isStepping(JsonNode view, String stage) {
        for (JsonNode progress : view.path("progress")) {
            if (progress.path("stage").asText().equals(stage)
                    && progress.path("unit").asText().equals("steps")
                    && progress.path("done").asInt() >= 1) {
                return true;
            }
        }
        return false;
    }

    private String onlyRun() {
        JsonNode runs = json(laptop.get(laptop.address("api") + "/runs"));
        assertThat(runs).hasSize(1);
        return runs.get(0).path("run").asText();
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    private static void said(Laptop.Said said) {
        assertThat(said.exitCode()).as(said.output()).isZero();
    }
}
