package org.residency.cli.services;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.stack.Phase;
import org.residency.cli.stack.StackState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Say what runs on this machine.",
        exitCodeList = {"0:everything runs and is ready", "1:nothing runs, or a process is not ready"})
public final class StatusCommand implements Callable<Integer> {

    private final Context context;

    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;

    StatusCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Optional<StackState> running = context.stack().running();
        StackReport report = new StackReport(context);
        if (json) {
            report.json(running.isPresent() ? running.get() : Map.of("phase", "STOPPED"));
        } else if (running.isPresent()) {
            context.terminal().line("Residency runs:");
            report.table(running.get());
        } else {
            context.terminal().line("Nothing runs. Start it with ./residency up");
            context.stack().leftBehind().ifPresent(this::tellLeftBehind);
        }
        boolean ready = running.filter(state -> state.phase() == Phase.READY)
                .filter(state -> state.processes().stream().allMatch(process -> process.phase() == Phase.READY))
                .isPresent();
        return (ready ? ExitCode.DONE : ExitCode.FAULT).number();
    }

    private void tellLeftBehind(StackState state) {
        if (state.failure() != null) {
            context.terminal().line("The last start failed: " + state.failure());
        } else {
            context.terminal()
                    .line("The last stack ended without being stopped; ./residency down clears what it left behind.");
        }
    }
}
