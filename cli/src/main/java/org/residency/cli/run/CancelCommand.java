package org.residency.cli.run;

import java.util.concurrent.Callable;
import org.residency.cli.context.ApiOption;
import org.residency.cli.context.Context;
import org.residency.cli.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "cancel", description = "Cancel a run; what it has begun is undone, what it has finished stays.")
public final class CancelCommand implements Callable<Integer> {

    private final Context context;

    @Parameters(paramLabel = "RUN", description = "The run's id; see ./residency runs.")
    private String run;

    @Mixin
    private ApiOption apiOption;

    CancelCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        apiOption.api(context).post("runs/" + run + "/cancel");
        context.terminal().line(run + " is being cancelled.");
        return ExitCode.DONE.number();
    }
}
