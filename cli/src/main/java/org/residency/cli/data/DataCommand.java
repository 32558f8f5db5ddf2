package org.residency.cli.data;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code residency data}: what is in a dataset, in numbers, and who may no longer be in one. */
@Command(
        name = "data",
        description = "Look at datasets, in numbers, and withdraw patients: no text of any case is shown.",
        subcommands = {
            DataShowCommand.class,
            DataDiffCommand.class,
            DataWithdrawCommand.class,
            DataWithdrawalsCommand.class
        },
        exitCodeList = {"0:shown", "1:a fault", "2:bad input: a file, run or flag"})
public final class DataCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: 'data show', 'data diff', 'data withdraw' or 'data withdrawals'");
    }
}
