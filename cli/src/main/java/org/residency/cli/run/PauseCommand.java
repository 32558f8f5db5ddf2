package org.residency.cli.run;

import java.util.concurrent.Callable;
import org.residency.cli.context.ApiOption;
import org.residency.cli.context.Context;
import org.residency.cli.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "pause", description = "Hold a run and free its GPU; training goes on from there once it is resumed.")
public final class PauseCommand implements Callable<Integer> {

    private final Context context;

    @Parameters(paramLabel = "RUN", description = "The run's id; see ./residency runs.")
    private String run;

    @Mixin
    private ApiOption apiOption;

    PauseCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        apiOption.api(context).post("runs/" + run + "/pause");
        context.terminal().line(run + " holds before its next activity.");
        return ExitCode.DONE.number();
    }
}
