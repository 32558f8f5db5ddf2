package org.residency.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.residency.cli.client.RunSnapshot;
import org.residency.cli.context.ApiOption;
import org.residency.cli.context.Context;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "runs", description = "List the runs, newest first.")
public final class RunsCommand implements Callable<Integer> {

    private final Context context;

    @Mixin
    private ApiOption apiOption;

    @Option(names = "--json", description = "Print the api's answer as it is.")
    private boolean json;

    RunsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        JsonNode runs = apiOption.api(context).get("runs");
        if (json) {
            context.terminal().line(runs.toPrettyString());
        } else if (runs.isEmpty()) {
            context.terminal().line("No runs yet. Start one with ./residency demo or ./residency run");
        } else {
            Table table = new Table().row("RUN", "STATE", "STAGE", "REQUESTER", "RESULT");
            for (JsonNode run : runs) {
                row(table, new RunSnapshot(run));
            }
            table.print(context.terminal());
        }
        return ExitCode.DONE.number();
    }

    private static void row(Table table, RunSnapshot run) {
        String waiting = run.waiting().map(what -> ", waits: " + what).orElse("");
        String result = run.conclusion().or(run::failureKind).orElse("");
        table.row(
                run.run(),
                run.state() + waiting,
                words(run.stage()),
                run.status().path("request").path("requester").asText(""),
                words(result));
    }

    private static String words(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
