package org.residency.cli.stack;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.residency.cli.exit.CommandException;
import org.residency.cli.home.Home;

/** Settles which Temporal and which ports a stack uses. */
public final class StackPlanner {

    private static final int USUAL_API_PORT = 8080;
    private static final int USUAL_SERVING_PORT = 8090;
    private static final int USUAL_WORKER_CPU_PORT = 8091;
    private static final int USUAL_WORKER_GPU_PORT = 8092;
    private static final int USUAL_TEMPORAL_PORT = 7233;
    private static final int USUAL_TEMPORAL_UI_PORT = 8233;

    private final Home home;
    private final Map<String, String> environment;

    public StackPlanner(Home home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    /** @throws CommandException if a port asked for is taken, or no server answers at {@code TEMPORAL_ADDRESS} */
    public StackPlan plan(PortSettings asked) {
        Ports ports = new Ports();
        TemporalChoice temporal = temporal(asked, ports);
        return new StackPlan(
                temporal,
                ports.choose("--serving-port", asked.serving(), USUAL_SERVING_PORT),
                ports.choose("--worker-cpu-port", Optional.empty(), USUAL_WORKER_CPU_PORT),
                ports.choose("--worker-gpu-port", Optional.empty(), USUAL_WORKER_GPU_PORT),
                ports.choose("--api-port", asked.api(), USUAL_API_PORT));
    }

    private TemporalChoice temporal(PortSettings asked, Ports ports) {
        String given = environment.getOrDefault("TEMPORAL_ADDRESS", "").strip();
        if (!given.isEmpty()) {
            return TemporalChoice.given(answering(given));
        }
        int port = ports.choose("--temporal-port", asked.temporal(), USUAL_TEMPORAL_PORT);
        Optional<Path> program = temporalProgram();
        if (program.isEmpty()) {
            return TemporalChoice.inProcess(port);
        }
        int uiPort = ports.choose("--temporal-ui-port", asked.temporalUi(), USUAL_TEMPORAL_UI_PORT);
        return TemporalChoice.devServer(program.get().toString(), port, uiPort);
    }

    private static String answering(String address) {
        int colon = address.lastIndexOf(':');
        String port = address.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw CommandException.badInput(
                    "TEMPORAL_ADDRESS: found '" + address + "', expected host:port, for example 127.0.0.1:7233");
        }
        if (!Ports.answers(address.substring(0, colon), Integer.parseInt(port))) {
            throw CommandException.fault("TEMPORAL_ADDRESS: no server answers at " + address
                    + ". Start that Temporal server, correct the address, or unset TEMPORAL_ADDRESS:"
                    + " the stack then starts a server of its own");
        }
        return address;
    }

    /** The {@code temporal} that {@code residency temporal install} brought, or the one on the PATH. */
    public Optional<Path> temporalProgram() {
        Stream<Path> onPath = Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(Path::of);
        return Stream.concat(Stream.of(home.programs()), onPath)
                .map(folder -> folder.resolve("temporal"))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
