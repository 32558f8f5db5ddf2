package org.residency.cli.basemodel;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code residency base-model}: the model that the demo starts from. */
@Command(
        name = "base-model",
        description = "The small model that the demo starts from.",
        subcommands = MakeCommand.class)
public final class BaseModelCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: 'base-model make'");
    }
}
