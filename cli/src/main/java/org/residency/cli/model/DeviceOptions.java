package org.residency.cli.model;

import org.residency.cli.exit.CommandException;
import org.residency.llm.LoadOptions;
import org.residency.llm.model.BaseQuantization;
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

    @Option(
            names = "--base-quantization",
            defaultValue = "none",
            paramLabel = "NAME",
            description =
                    "none, or nf4 or int8 to hold the model's projections in four or eight bits; ${DEFAULT-VALUE} unless told.")
    private String quantization;

    LoadOptions options() {
        try {
            return LoadOptions.named(name, threads).withQuantization(BaseQuantization.named(quantization));
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput("--device, --threads or --base-quantization: " + e.getMessage(), e);
        }
    }
}
