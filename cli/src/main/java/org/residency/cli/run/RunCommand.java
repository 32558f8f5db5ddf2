package org.residency.cli.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.residency.cli.client.ApiClient;
import org.residency.cli.client.RunSnapshot;
import org.residency.cli.context.ApiOption;
import org.residency.cli.context.Context;
import org.residency.cli.context.Interruption;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.people.People;
import org.residency.cli.services.StackStarter;
import org.residency.cli.signoff.SignOffDesk;
import org.residency.cli.stack.PortSettings;
import org.residency.identity.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description =
                "Retrain a base model on a data set: every stage, to a signed and served model or to a reasoned no.",
        footer = {
            "",
            "Starts the stack on this machine if it does not run; Ctrl-C then stops it again. A stack that ran before goes on,"
                    + " and the run in it: see ./residency watch."
        },
        exitCodeList = {
            "0:the signed model is in service",
            "1:a fault",
            "2:bad input: a file, field or flag",
            "3:a no: gate closed or inconclusive, sign-off refused or expired, run cancelled"
        })
public final class RunCommand implements Callable<Integer> {

    private final Context context;

    @Mixin
    private RunInputOptions inputOptions;

    @Mixin
    private ReuseOptions reuseOptions;

    @Mixin
    private TurnOptions turnOptions;

    @Option(names = "--as", paramLabel = "PERSON", description = "Who asks; the one registered requester unless told.")
    private String requester;

    @Option(names = "--sign-as", paramLabel = "PERSON", description = "Who signs; asked for if somebody can answer.")
    private String clinician;

    @Option(
            names = "--yes",
            description = "Sign by itself, with the clinician's key, go on where no approval is stated, and say so.")
    private boolean yes;

    @Option(names = "--detach", description = "Start the run, print its id, and do not watch it.")
    private boolean detach;

    @Option(names = "--json", description = "Print one JSON object: the run as it is in the end.")
    private boolean json;

    @Mixin
    private ApiOption apiOption;

    RunCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Context told = json ? context.silenced() : context;
        reuseOptions.check();
        RunInputs inputs =
                reuseOptions.takesFromARun() ? inputOptions.completingARun(told, yes) : inputOptions.checked(told, yes);
        boolean elsewhere = apiOption.isElsewhere(context);
        boolean starts = !elsewhere && context.stack().running().isEmpty();
        StackStarter starter = new StackStarter(told);
        if (starts) {
            starter.start(PortSettings.FREE);
        }
        People people = new People(told);
        String asks = people.choose("--as", requester, Role.REQUESTER, elsewhere);
        SignOffDesk desk = new SignOffDesk(told, apiOption.api(context), clinician, yes, elsewhere);
        try (Interruption interruption = Interruption.does(starts ? starter::stopInterrupted : () -> {})) {
            return drive(told, inputs, asks, desk).number();
        }
    }

    private ExitCode drive(Context told, RunInputs inputs, String asks, SignOffDesk desk) throws InterruptedException {
        ApiClient api = apiOption.api(context);
        RunDriver driver = new RunDriver(told, api);
        desk.prepare();
        ObjectNode request = inputs.request(asks);
        reuseOptions.tell(request);
        turnOptions.tell(request);
        String run = driver.start(request);
        if (detach) {
            tellDetached(run);
            return ExitCode.DONE;
        }
        told.terminal().line(told.terminal().bold(run) + ", asked for by " + asks);
        RunSnapshot last = driver.follow(run, desk);
        ExitCode exitCode = new RunEnd(told).tell(last);
        told.terminal().line("Report: " + new ReportFile(context).fetch(api, run, null));
        if (json) {
            context.terminal().line(last.view().toPrettyString());
        }
        return exitCode;
    }

    private void tellDetached(String run) {
        if (json) {
            context.terminal()
                    .line(JsonNodeFactory.instance.objectNode().put("run", run).toString());
        } else {
            context.terminal().line(run);
            context.terminal().line("Watch it with ./residency watch " + run);
        }
    }
}
