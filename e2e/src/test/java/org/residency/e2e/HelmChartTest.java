package org.residency.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Renders the chart with the real Helm. */
class HelmChartTest {

    private static final Path CHART =
            Path.of(System.getProperty("user.dir")).getParent().resolve("helm");

    private Path helm;

    @BeforeEach
    void findHelm() {
        Optional<Path> found = Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                .map(Path::of),
                        Stream.of(Path.of(System.getProperty("user.home"), "go", "bin")))
                .map(folder -> folder.resolve("helm"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), "skipped: no helm on the PATH; `go install helm.sh/helm/v3/cmd/helm@v3.22.0`");
        helm = found.get();
    }

    @Test
    void lints() throws Exception {
        assertThat(run("lint", "--strict", CHART.toString())).contains("0 chart(s) failed");
    }

    @Test
    void rendersOneDeploymentAProcess() throws Exception {
        String rendered = run("template", "ward", CHART.toString());
        assertThat(matches(rendered, "(?s)kind: Deployment\nmetadata:\n  name: ([a-z-]+)"))
                .containsExactlyInAnyOrder("ward-worker-cpu", "ward-worker-gpu", "ward-serving", "ward-api");
    }

    @Test
    void asksForAGpuOnlyWhereTheModelIsTrained() throws Exception {
        String rendered = run("template", "ward", CHART.toString());
        assertThat(matches(rendered, "nvidia.com/gpu: (\\d)")).containsExactly("1");
        assertThat(run("template", "ward", CHART.toString(), "--set", "workerGpu.gpus=0"))
                .doesNotContain("nvidia.com/gpu: ");
    }

    @Test
    void endsAPodThatHoldsAGpuBeforeItStartsItsSuccessor() throws Exception {
        String strategy = "rollingUpdate: \\{(maxSurge: 0, maxUnavailable: 1)\\}";
        assertThat(matches(run("template", "ward", CHART.toString()), strategy)).hasSize(1);
        assertThat(matches(run("template", "ward", CHART.toString(), "--set", "serving.gpus=1"), strategy))
                .hasSize(2);
    }

    @Test
    void sendsTracesWhereItIsToldTo() throws Exception {
        assertThat(run("template", "ward", CHART.toString())).doesNotContain("OTEL_");

        String rendered = run(
                "template", "ward", CHART.toString(), "--set", "traces.endpoint=http://collector.monitoring.svc:4318");
        assertThat(matches(rendered, "name: OTEL_EXPORTER_OTLP_ENDPOINT\\n\\s+value: \"(\\S+)\""))
                .hasSize(3)
                .containsOnly("http://collector.monitoring.svc:4318");
        assertThat(matches(rendered, "port: (4318)")).hasSize(1);
    }

    @Test
    void runsNoProcessAsRootOrWithAWritableRoot() throws Exception {
        String rendered = run("template", "ward", CHART.toString());
        assertThat(matches(rendered, "runAsNonRoot: (true)")).hasSize(4);
        assertThat(matches(rendered, "readOnlyRootFilesystem: (true)")).hasSize(4);
    }

    @Test
    void fitsTheImages() throws Exception {
        String image = Files.readString(CHART.getParent().resolve("images/Dockerfile"));
        assertThat(image).contains("USER 10001:10001", "EXPOSE 8080", "VOLUME /cache", "RESIDENCY_CACHE=/cache");
        String rendered = run("template", "ward", CHART.toString());
        assertThat(matches(rendered, "runAsUser: (\\d+)")).hasSize(4).containsOnly("10001");
        assertThat(matches(rendered, "containerPort: (\\d+)")).hasSize(4).containsOnly("8080");
        assertThat(matches(rendered, "name: cache, mountPath: (\\S+)}"))
                .hasSize(4)
                .containsOnly("/cache");
        assertThat(matches(rendered, "image: \"\\S+/residency/(\\S+):\\S+\""))
                .containsExactlyInAnyOrder("api", "serving", "worker-cpu", "worker-gpu");
        assertThat(rendered).as("the image's own entry point").doesNotContain("command:", "args:");
    }

    @Test
    void bringsRulesAndADashboardWhereTheyAreAskedFor() throws Exception {
        assertThat(run("template", "ward", CHART.toString())).doesNotContain("PrometheusRule");
        String rendered = run("template", "ward", CHART.toString(), "--set", "monitoring.enabled=true");
        assertThat(matches(rendered, "- alert: (Residency[A-Za-z]+)"))
                .hasSameSizeAs(Monitoring.alerts())
                .hasSizeGreaterThan(5);
        assertThat(rendered).contains("residency_signoff_oldest_seconds) > 5 * 86400", "\"uid\": \"residency\"");
    }

    @Test
    void saysAtEachAlertWhatToDo() throws IOException {
        String operations = Files.readString(CHART.getParent().resolve("docs/operations.md"))
                .toLowerCase(Locale.ROOT);
        assertThat(Monitoring.alerts()).allSatisfy(alert -> {
            String name = alert.path("alert").asText().toLowerCase(Locale.ROOT);
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
            assertThat(alert.at("/annotations/runbook").asText()).isEqualTo("docs/operations.md#" + name);
            assertThat(operations).contains("### " + name);
        });
    }

    @Test
    void mountsThePayloadKeysSoThatOthersCannotReadThem() throws Exception {
        assertThat(run("template", "ward", CHART.toString())).doesNotContain("payload-keys.json");
        String rendered =
                run("template", "ward", CHART.toString(), "--set", "temporal.payloadKeysSecret=residency-payload-keys");
        assertThat(matches(rendered, "RESIDENCY_TEMPORAL_PAYLOAD_KEYS\n +value: (.*)"))
                .as("worker-cpu, worker-gpu and api, which speak to Temporal")
                .containsExactly(
                        "/payload-keys/payload-keys.json",
                        "/payload-keys/payload-keys.json",
                        "/payload-keys/payload-keys.json");
        assertThat(matches(rendered, "secretName: residency-payload-keys\n(?:.*\n)? +defaultMode: (0440)"))
                .hasSize(3);
    }

    private static List<String> matches(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(helm.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("helm ended").isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
