package org.residency.cli.run;

import java.util.Locale;
import org.residency.cli.client.RunSnapshot;
import org.residency.cli.context.Context;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Terminal;

/** How a run ended, in words and as an exit code. */
public final class RunEnd {

    private final Context context;

    public RunEnd(Context context) {
        this.context = context;
    }

    static ExitCode exitCode(RunSnapshot run) {
        return switch (run.state()) {
            case "completed" ->
                run.conclusion().filter("DEPLOYED"::equals).isPresent() ? ExitCode.DONE : ExitCode.REFUSED;
            case "cancelled", "canceled" -> ExitCode.REFUSED;
            default ->
                run.failureKind().filter("INVALID_INPUT"::equals).isPresent() ? ExitCode.BAD_INPUT : ExitCode.FAULT;
        };
    }

    public ExitCode tell(RunSnapshot run) {
        Terminal terminal = context.terminal();
        ExitCode exitCode = exitCode(run);
        String reason = run.reason()
                .orElse(
                        run.state().equals("lost")
                                ? "the Temporal server has no memory of it (the in-process server keeps nothing when it"
                                        + " stops); start it again"
                                : "");
        terminal.blank();
        switch (exitCode) {
            case DONE -> terminal.line(terminal.tick() + " " + terminal.bold("Deployed.") + " " + reason);
            case REFUSED -> terminal.line(terminal.warning() + " " + terminal.bold(noWords(run)) + " " + reason);
            default ->
                terminal.error("residency: the run failed (" + run.failureKind().orElse(run.state()) + "): " + reason);
        }
        return exitCode;
    }

    private static String noWords(RunSnapshot run) {
        String words =
                run.conclusion().orElse("CANCELLED").toLowerCase(Locale.ROOT).replace('_', ' ');
        return "No: " + words + ". The model in service stays.";
    }
}
