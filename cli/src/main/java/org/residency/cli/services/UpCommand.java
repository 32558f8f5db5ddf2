package org.residency.cli.services;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.stack.StackState;
import org.residency.cli.stack.TemporalChoice;
import org.residency.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = "Start Temporal, serving, api and the two workers on this machine, on 127.0.0.1 only.",
        footer = {
            "",
            "Temporal is the server at TEMPORAL_ADDRESS where that is set; else the 'temporal' program's dev server where it"
                    + " is found; else a server inside the stack, which has no UI and forgets when it stops."
        })
public final class UpCommand implements Callable<Integer> {

    private final Context context;

    @Mixin
    private PortOptions ports;

    @Option(names = "--json", description = "Print what runs as JSON.")
    private boolean json;

    UpCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<StackState> running = context.stack().running();
        StackStarter starter = new StackStarter(json ? context.silenced() : context);
        StackState state = running.isPresent() ? running.get() : starter.start(ports.settings(context.environment()));
        StackReport report = new StackReport(context);
        if (json) {
            report.json(state);
            return ExitCode.DONE.number();
        }
        if (running.isPresent()) {
            context.terminal().line("Residency runs already:");
            report.table(state);
            return ExitCode.DONE.number();
        }
        Terminal terminal = context.terminal();
        if (state.plan().temporal().kind() == TemporalChoice.Kind.IN_PROCESS) {
            terminal.line(terminal.warning() + " " + TemporalChoice.WHAT_IN_PROCESS_LACKS);
            terminal.blank();
        }
        terminal.line("Next: ./residency demo, or ./residency run --dataset FILE --base-model demo");
        return ExitCode.DONE.number();
    }
}
