package org.residency.cli.stack;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.residency.cli.home.Home;
import org.residency.cli.home.Installation;

/** The processes of a stack: their programs, and what each is told by its environment. */
final class StackProcesses {

    static final String TEMPORAL = "temporal";
    static final String SERVING = "serving";
    static final String WORKER_CPU = "worker-cpu";
    static final String WORKER_GPU = "worker-gpu";
    static final String API = "api";

    private static final Duration SERVER_GRACE = Duration.ofSeconds(10);

    /** A worker writes a checkpoint and hands its work over before it ends. */
    private static final Duration WORKER_GRACE = Duration.ofSeconds(75);

    private final StackPlan plan;
    private final Home home;
    private final Installation installation;
    private final Secrets secrets;
    private final Map<String, String> environment;
    private final String instance = UUID.randomUUID().toString();

    StackProcesses(StackPlan plan, Home home, Installation installation, Map<String, String> environment) {
        this.plan = plan;
        this.home = home;
        this.installation = installation;
        this.secrets = new Secrets(home);
        this.environment = environment;
    }

    /** The dev server. */
    ChildSpec temporal() {
        TemporalChoice temporal = plan.temporal();
        String uiPort = temporal.ui().substring(temporal.ui().lastIndexOf(':') + 1);
        List<String> command = List.of(
                temporal.program(),
                "server",
                "start-dev",
                "--ip",
                Ports.LOOPBACK,
                "--ui-ip",
                Ports.LOOPBACK,
                "--port",
                String.valueOf(temporal.port()),
                "--ui-port",
                uiPort,
                "--ui-codec-endpoint",
                plan.apiUrl() + "/codec",
                "--namespace",
                environment.getOrDefault("TEMPORAL_NAMESPACE", "default"),
                "--log-level",
                "warn",
                "--db-filename",
                home.temporalDatabase().toString());
        return new ChildSpec(
                TEMPORAL,
                command,
                Map.of(),
                home.log(TEMPORAL),
                home.temporalDatabase().toString(),
                temporal.address(),
                Readiness.listening(temporal.port()),
                SERVER_GRACE);
    }

    /** The four processes, in the order in which they are started. */
    List<ChildSpec> quarkus() {
        return List.of(
                quarkus(SERVING, plan.servingPort(), SERVER_GRACE),
                quarkus(API, plan.apiPort(), SERVER_GRACE),
                quarkus(WORKER_CPU, plan.workerCpuPort(), WORKER_GRACE),
                quarkus(WORKER_GPU, plan.workerGpuPort(), WORKER_GRACE));
    }

    private ChildSpec quarkus(String name, int port, Duration grace) {
        String mark = "-Dstack.process=" + home.folder() + "::" + name;
        List<String> command = new ArrayList<>(List.of(
                Installation.java(),
                mark,
                "-Dquarkus.http.header." + Readiness.INSTANCE_HEADER + ".value=" + instance,
                "-XX:+UseSerialGC"));
        String options = environment.getOrDefault("RESIDENCY_JAVA_OPTIONS", "").strip();
        if (!options.isEmpty()) {
            command.addAll(List.of(options.split("\\s+")));
        }
        command.addAll(List.of("-jar", installation.program(name).toString()));
        return new ChildSpec(
                name,
                command,
                environmentOf(port),
                home.log(name),
                mark,
                StackPlan.url(port),
                Readiness.healthy(URI.create(StackPlan.url(port) + "/q/health/ready"), instance),
                grace);
    }

    /** What is set already stays as it is, but for what the stack itself decides. */
    private Map<String, String> environmentOf(int port) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("RESIDENCY_STORE", home.create(home.store()).toUri().toString());
        values.put("RESIDENCY_PEOPLE", home.create(home.people()).toString());
        values.put("RESIDENCY_CACHE", home.create(home.cache()).toString());
        values.put("RESIDENCY_LLM_THREADS", String.valueOf(Runtime.getRuntime().availableProcessors()));
        values.put("RESIDENCY_LLM_DEVICE", "auto");
        values.put("TEMPORAL_NAMESPACE", "default");
        values.put("RESIDENCY_TEMPORAL_PAYLOAD_KEYS", secrets.payloadKeys().toString());
        // The api listens to this machine alone, and shows it these runs in clear anyway.
        values.put("RESIDENCY_CODEC_ACCESS", "loopback");
        values.put("RESIDENCY_CODEC_ORIGINS", uiOrigins());
        values.values().removeIf(String::isEmpty);
        values.keySet().removeIf(name -> !environment.getOrDefault(name, "").isBlank());
        values.put(
                "RESIDENCY_DEIDENTIFICATION_KEY", secrets.deidentificationKey().toString());
        values.put("RESIDENCY_SERVING_URL", plan.servingUrl());
        values.put("RESIDENCY_SERVING_TOKEN", secrets.servingToken());
        values.put("TEMPORAL_ADDRESS", plan.temporal().address());
        values.put("QUARKUS_HTTP_HOST", Ports.LOOPBACK);
        values.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        return values;
    }

    /** Where the dev server's UI answers, by either name of this machine; nothing where there is none of ours. */
    private String uiOrigins() {
        String ui = plan.temporal().ui();
        return ui.isEmpty() ? "" : ui + "," + ui.replace(Ports.LOOPBACK, "localhost");
    }
}
