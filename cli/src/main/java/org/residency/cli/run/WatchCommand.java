package org.residency.cli.run;

import java.util.concurrent.Callable;
import org.residency.cli.client.ApiClient;
import org.residency.cli.client.RunEvents;
import org.residency.cli.client.RunSnapshot;
import org.residency.cli.context.ApiOption;
import org.residency.cli.context.Context;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.watch.RunTeller;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "watch",
        description = "Watch a run until it ends. Ctrl-C ends the watching, not the run.",
        exitCodeList = {
            "0:the run ended with its signed model in service",
            "1:the run failed",
            "2:no such run, or the run failed for what it was given",
            "3:the run ended with a no"
        })
public final class WatchCommand implements Callable<Integer> {

    private final Context context;

    @Parameters(paramLabel = "RUN", description = "The run's id; see ./residency runs.")
    private String run;

    @Mixin
    private ApiOption apiOption;

    @Option(names = "--json", description = "Print each event as one line of JSON.")
    private boolean json;

    WatchCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        ApiClient api = apiOption.api(context);
        RunEvents events = new RunEvents(api);
        if (json) {
            RunSnapshot last = events.follow(
                    run,
                    snapshot -> {
                        context.terminal().line(snapshot.view().toString());
                        return true;
                    },
                    () -> {});
            return RunEnd.exitCode(last).number();
        }
        RunTeller teller = RunTeller.on(context.terminal());
        context.terminal().line(context.terminal().bold(run));
        RunSnapshot last = events.follow(
                run,
                snapshot -> {
                    teller.tell(snapshot);
                    return true;
                },
                teller::silence);
        ExitCode exitCode = new RunEnd(context).tell(last);
        return exitCode.number();
    }
}
