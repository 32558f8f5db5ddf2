package org.residency.cli.train;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description = "Train an adapter from one settings file, here and offline.",
        subcommands = {TrainSftCommand.class, TrainGrpoCommand.class, TrainDpoCommand.class})
public final class TrainCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say how to train: sft, grpo or dpo");
    }
}
