package org.residency.cli.services;

import java.util.Map;
import java.util.Optional;
import org.residency.cli.exit.CommandException;
import org.residency.cli.stack.PortSettings;
import picocli.CommandLine.Option;

/** Ports that a person may choose; each also has a variable of the environment. */
final class PortOptions {

    @Option(names = "--api-port", paramLabel = "PORT", description = "Port of the api (RESIDENCY_API_PORT).")
    private Integer api;

    @Option(names = "--serving-port", paramLabel = "PORT", description = "Port of serving (RESIDENCY_SERVING_PORT).")
    private Integer serving;

    @Option(
            names = "--temporal-port",
            paramLabel = "PORT",
            description = "Port of the stack's own Temporal (RESIDENCY_TEMPORAL_PORT).")
    private Integer temporal;

    @Option(
            names = "--temporal-ui-port",
            paramLabel = "PORT",
            description = "Port of Temporal's UI (RESIDENCY_TEMPORAL_UI_PORT).")
    private Integer temporalUi;

    PortSettings settings(Map<String, String> environment) {
        return new PortSettings(
                chosen(api, "RESIDENCY_API_PORT", environment),
                chosen(serving, "RESIDENCY_SERVING_PORT", environment),
                chosen(temporal, "RESIDENCY_TEMPORAL_PORT", environment),
                chosen(temporalUi, "RESIDENCY_TEMPORAL_UI_PORT", environment));
    }

    private static Optional<Integer> chosen(Integer flag, String variable, Map<String, String> environment) {
        String text = environment.getOrDefault(variable, "").strip();
        if (flag != null || text.isEmpty()) {
            return Optional.ofNullable(flag);
        }
        if (!text.matches("[0-9]{1,5}")) {
            throw CommandException.badInput(variable + ": found '" + text + "', expected a port from 1 to 65535");
        }
        return Optional.of(Integer.valueOf(text));
    }
}
