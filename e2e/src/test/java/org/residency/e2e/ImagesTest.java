package org.residency.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The images of the four processes, built from this repository, with Temporal and an S3 server as {@code images/compose.yaml}
 * puts them together: one run, from notes to an answer. Needs a Docker engine, and no registry: {@code mvn verify -Preal,images}.
 */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ImagesTest {

    private static final Path REPOSITORY =
            Path.of(System.getProperty("user.dir")).getParent();
    private static final List<String> PROCESSES = List.of("api", "serving", "worker-cpu", "worker-gpu");
    private static final String LOCAL_BASE = "residency/base:bookworm";
    private static final String TAG = "under-test";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ContainerEngine engine;
    private Path site;
    private Laptop laptop;
    private String api;
    private String serving;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        engine = ContainerEngine.find().orElse(null);
        assumeTrue(engine != null, "skipped: no Docker engine answers here, or it has no compose");
        assumeTrue(
                PROCESSES.stream()
                        .allMatch(process -> Files.isRegularFile(REPOSITORY.resolve(process + "/target/bom.json"))),
                "skipped: no bills of materials; they are made by `mvn package -Pimages`");
        for (String program : List.of("temporal", "versitygw")) {
            assumeTrue(ServerProgram.find(program).isPresent(), "skipped: no " + program + " on the PATH");
        }
        ContainerEngine.must(List.of(script("build"), "--base", base(), "--tag", TAG, "--servers"));
        prepare(folder.resolve("site"));
        ContainerEngine.must(compose("up", "--detach"));
        awaitHealthy();
    }

    private void prepare(Path folder) throws IOException {
        site = folder;
        int apiPort = ServerProgram.freePort();
        int servingPort = ServerProgram.freePort();
        api = "http://127.0.0.1:" + apiPort;
        serving = "http://127.0.0.1:" + servingPort;
        Path inbox = Files.createDirectories(site.resolve("inbox"));
        laptop = new Laptop(site, Map.of("RESIDENCY_API_URL", api, "RESIDENCY_SERVING_URL", serving));
        said(laptop.residency(
                "keys",
                "payload",
                "create",
                "--file",
                site.resolve("keys/payload-keys.json").toString()));
        said(laptop.residency("keys", "create", "ada", "--role", "requester"));
        said(laptop.residency("keys", "create", "dr-lee", "--role", "clinician"));
        ContainerEngine.must(List.of(script("prepare"), site.toString()));
        Path notes = inbox.resolve("notes.jsonl");
        said(laptop.residency("demo-data", "--out", notes.toString(), "--count", "120", "--seed", "11"));
        // Whoever puts a file in the inbox lets the workers read it.
        Files.setPosixFilePermissions(notes, PosixFilePermissions.fromString("rw-r--r--"));
        Path model = Files.createDirectory(inbox.resolve("base-model"));
        try (Stream<Path> files =
                Files.list(REPOSITORY.resolve("clinic/target/classes/org/residency/clinic/base-model"))) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
        Files.writeString(
                site.resolve(".env"),
                """
                RESIDENCY_TAG=%s
                RESIDENCY_TEMPORAL_IMAGE=residency/temporal:%s
                RESIDENCY_S3_IMAGE=residency/versitygw:%s
                RESIDENCY_API_PORT=%d
                RESIDENCY_SERVING_PORT=%d
                RESIDENCY_TEMPORAL_PORT=%d
                RESIDENCY_TEMPORAL_UI_PORT=%d
                """.formatted(TAG, TAG, TAG, apiPort, servingPort, ServerProgram.freePort(), ServerProgram.freePort()),
                StandardOpenOption.APPEND);
    }

    /** The base that {@code RESIDENCY_IMAGES_BASE} names, or the one made of Debian's packages. */
    private String base() {
        String named = System.getenv().getOrDefault("RESIDENCY_IMAGES_BASE", "");
        if (!named.isBlank()) {
            return named;
        }
        if (!engine.has(LOCAL_BASE)) {
            ContainerEngine.Said said = ContainerEngine.run(script("base"), "--name", LOCAL_BASE);
            assumeTrue(
                    said.exitCode() == 0,
                    "skipped: no base image; RESIDENCY_IMAGES_BASE may name one. images/base said: " + said.output());
        }
        return LOCAL_BASE;
    }

    private void awaitHealthy() throws InterruptedException {
        Instant patience = Instant.now().plusSeconds(300);
        while (!PROCESSES.stream().allMatch(this::isHealthy)) {
            assertThat(Instant.now())
                    .as(() -> "healthy containers; compose says:\n"
                            + ContainerEngine.run(compose("ps")).output()
                            + ContainerEngine.run(compose("logs", "--tail", "20"))
                                    .output())
                    .isBefore(patience);
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private boolean isHealthy(String process) {
        return inspect(process, "{{.State.Health.Status}}").equals("healthy");
    }

    @AfterAll
    void stop() {
        if (site != null) {
            ContainerEngine.must(compose("down", "--volumes", "--timeout", "80"));
        }
        if (engine != null) {
            Stream.concat(PROCESSES.stream(), Stream.of("temporal", "versitygw"))
                    .forEach(name -> ContainerEngine.run("docker", "image", "rm", "residency/" + name + ":" + TAG));
        }
    }

    @Test
    void bringARunFromNotesToAnAnswer() throws IOException {
        Path settings = Files.writeString(site.resolve("settings.yaml"), """
                sft: {maxSteps: 8, batchSize: 8, accumulationSteps: 1, learningRate: 0.002, maxTokens: 384, checkpointEverySteps: 4}
                grpo: {rounds: 1, promptsPerRound: 4, groupSize: 4, minibatchSize: 8, maxCompletionTokens: 48}
                evaluation: {maxCases: 6, samplesPerCase: 1, maxCompletionTokens: 48}
                gate: {name: images, minExactMatch: 0, minGainOverBase: -1, maxLossAgainstInService: 1, minFormatRate: 0, minCases: 1, maxMergeKl: 1}
                """);
        said(laptop.residency(
                "run",
                "--dataset",
                "file:///inbox/notes.jsonl",
                "--approval",
                "fictional notes",
                "--base-model",
                "file:///inbox/base-model",
                "--settings",
                settings.toString(),
                "--as",
                "ada",
                "--sign-as",
                "dr-lee",
                "--yes",
                "--json"));
        JsonNode deployments = JSON.readTree(laptop.get(api + "/deployments").body());
        assertThat(deployments).hasSize(1);
        HttpResponse<String> answer = laptop.post(
                serving + "/diagnose",
                "{\"description\": \"58-year-old man with crushing chest pain for two hours and ST elevation.\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("model").asText()).hasSize(64);
    }

    @Test
    void runWithoutRootOnAFileSystemThatTheyCannotChange() {
        for (String process : PROCESSES) {
            assertThat(inspect(process, "{{.Config.User}} {{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}"))
                    .as(process)
                    .isEqualTo("10001:10001 true [ALL]");
            assertThat(ContainerEngine.run(compose("exec", "-T", process, "touch", "/app/changed"))
                            .output())
                    .as(process)
                    .contains("Read-only file system");
        }
    }

    @Test
    void sayWhatTheyAreMadeOf() {
        for (String process : PROCESSES) {
            String image = "residency/" + process + ":" + TAG;
            String labels = ContainerEngine.must(
                    List.of("docker", "image", "inspect", "--format", "{{json .Config.Labels}}", image));
            assertThat(labels)
                    .contains(
                            "\"org.opencontainers.image.title\":\"residency/" + process + "\"",
                            "\"org.opencontainers.image.licenses\":\"Apache-2.0\"")
                    .containsPattern("\"org.opencontainers.image.revision\":\"[0-9a-z-]{7,}\"");
            assertThat(ContainerEngine.must(
                            List.of("docker", "run", "--rm", "--entrypoint", "cat", image, "/app/sbom.cdx.json")))
                    .contains("\"bomFormat\" : \"CycloneDX\"", "pkg:maven/io.quarkus/");
        }
    }

    /** What the engine says of a process's container; empty while there is none. */
    private String inspect(String process, String format) {
        String id = ContainerEngine.run(compose("ps", "-q", process)).output().strip();
        return ContainerEngine.run("docker", "inspect", "--format", format, id)
                .output()
                .strip();
    }

    private List<String> compose(String... words) {
        List<String> command = ContainerEngine.with(
                engine.compose(),
                "--project-name",
                "residency-" + ProcessHandle.current().pid(),
                "--env-file",
                site.resolve(".env").toString(),
                "--file",
                REPOSITORY.resolve("images/compose.yaml").toString());
        return ContainerEngine.with(command, words);
    }

    private static String script(String name) {
        return REPOSITORY.resolve("images").resolve(name).toString();
    }

    private static void said(Laptop.Said said) {
        assertThat(said.exitCode()).as(said.output()).isZero();
    }
}
