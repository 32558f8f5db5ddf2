package org.residency.cli;

import org.residency.cli.exit.CommandException;
import org.residency.llm.LoadOptions;
import picocli.CommandLine.Option;

/** Where a model is computed. */
final class DeviceOptions {

    @Option(
            names = "--device",
            defaultValue = "cpu",
            paramLabel = "NAME",
            description = "cpu, cuda:N, or auto for the first GPU there is; ${DEFAULT-VALUE} unless told.")
    private String name;

    @Option(
            names = "--threads",
            defaultValue = "0",
            paramLabel = "N",
            description = "Threads of one operation on the CPU; the engine's choice unless told.")
    private int threads;

    LoadOptions options() {
        try {
            return LoadOptions.named(name, threads);
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput("--device or --threads: " + e.getMessage(), e);
        }
    }
}
