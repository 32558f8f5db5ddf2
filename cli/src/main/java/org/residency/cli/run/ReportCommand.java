package org.residency.cli.run;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.residency.cli.context.ApiOption;
import org.residency.cli.context.Context;
import org.residency.cli.exit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "report", description = "Write a run's story as one HTML page, and say where.")
public final class ReportCommand implements Callable<Integer> {

    private final Context context;

    @Parameters(paramLabel = "RUN", description = "The run's id; see ./residency runs.")
    private String run;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write; .residency/reports/RUN.html unless told.")
    private Path out;

    @Mixin
    private ApiOption apiOption;

    ReportCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Path written = new ReportFile(context).fetch(apiOption.api(context), run, out);
        context.terminal().line(written.toString());
        return ExitCode.DONE.number();
    }
}
