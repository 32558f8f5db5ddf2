package org.residency.cli.services;

import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "down", description = "Stop everything that up started; workers hand their work over first.")
public final class DownCommand implements Callable<Integer> {

    private final Context context;

    @Option(
            names = "--purge",
            description = "Remove the data folder as well: store, keys, people, logs, Temporal's database.")
    private boolean purge;

    @Option(names = "--yes", description = "Do not ask before data is removed.")
    private boolean yes;

    DownCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = context.terminal();
        if (purge && !yes && terminal.canAsk()) {
            String answer = terminal.ask(
                            "Remove " + context.home().folder() + " with all models, runs and keys? [yes/no] ")
                    .orElse("");
            if (!answer.strip().equalsIgnoreCase("yes")) {
                throw CommandException.badInput("nothing was stopped or removed: the answer was not 'yes'");
            }
        }
        boolean ran = new StackStarter(context).stop();
        terminal.line(ran ? "Residency is stopped." : "Nothing ran.");
        if (purge) {
            context.stack().purge();
            terminal.line(context.home().folder() + " is removed.");
        } else if (ran) {
            terminal.line("The data stays in " + context.home().folder() + "; ./residency up goes on with it.");
        }
        return ExitCode.DONE.number();
    }
}
