package org.residency.cli.signoff;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.residency.cli.context.ApiOption;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.people.People;
import org.residency.identity.Decision;
import org.residency.identity.Role;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sign-off",
        description =
                "Read what a run wants to serve, and sign or refuse. Without --approve or --reject it only shows.",
        exitCodeList = {
            "0:shown, or signed",
            "2:the signer may not sign, has signed already, or nothing waits",
            "1:a fault"
        })
public final class SignOffCommand implements Callable<Integer> {

    private final Context context;

    @Parameters(paramLabel = "RUN", description = "The run's id; see ./residency runs.")
    private String run;

    @Option(
            names = "--as",
            paramLabel = "PERSON",
            description = "Who signs; their private key must be on this machine.")
    private String person;

    @ArgGroup
    private Choice choice;

    @Mixin
    private ApiOption apiOption;

    @Option(names = "--json", description = "Print the api's answer as it is.")
    private boolean json;

    /** Either, never both. */
    static final class Choice {

        @Option(names = "--approve", required = true, description = "Put this model to service.")
        private boolean approve;

        @Option(
                names = "--reject",
                required = true,
                paramLabel = "REASON",
                converter = Rejection.class,
                description = "Refuse: unsafe-answers, wrong-reasoning, insufficient-evidence or other.")
        private Decision reject;
    }

    SignOffCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        boolean elsewhere = apiOption.isElsewhere(context);
        SignOffDesk desk = new SignOffDesk(context, apiOption.api(context), person, false, elsewhere);
        if (!json) {
            desk.show(run);
        }
        if (choice == null) {
            if (json) {
                context.terminal()
                        .line(apiOption
                                .api(context)
                                .get("runs/" + run + "/sign-off")
                                .toPrettyString());
            }
            return ExitCode.DONE.number();
        }
        if (person == null) {
            throw CommandException.badInput("--as is missing: name the clinician who signs; ./residency keys list");
        }
        String signer = new People(context).choose("--as", person, Role.CLINICIAN, elsewhere);
        JsonNode receipt = desk.sign(run, signer, choice.approve ? Decision.APPROVED : choice.reject);
        context.terminal()
                .line(
                        json
                                ? receipt.toPrettyString()
                                : "Signed as " + signer + ": "
                                        + receipt.path("decision").asText() + ", "
                                        + receipt.path("approvals").asInt() + " of "
                                        + receipt.path("requiredApprovals").asInt() + " approvals.");
        return ExitCode.DONE.number();
    }
}
