package org.residency.cli.run;

import java.util.concurrent.Callable;
import org.residency.cli.context.ApiOption;
import org.residency.cli.context.Context;
import org.residency.cli.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "resume", description = "Let a paused run go on.")
public final class ResumeCommand implements Callable<Integer> {

    private final Context context;

    @Parameters(paramLabel = "RUN", description = "The run's id; see ./residency runs.")
    private String run;

    @Mixin
    private ApiOption apiOption;

    ResumeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        apiOption.api(context).post("runs/" + run + "/resume");
        context.terminal().line(run + " goes on.");
        return ExitCode.DONE.number();
    }
}
