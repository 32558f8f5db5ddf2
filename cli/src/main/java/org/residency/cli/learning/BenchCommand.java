package org.residency.cli.learning;

import org.residency.cli.bench.LlmCommand;
import org.residency.cli.bench.MemoryCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code residency bench}: measurements that the README quotes. */
@Command(
        name = "bench",
        description = "Measure what the README claims.",
        subcommands = {LearningCommand.class, DeidentificationBenchCommand.class, LlmCommand.class, MemoryCommand.class
        })
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to measure: 'bench learning', 'bench deidentification', 'bench llm' or 'bench memory'");
    }
}
