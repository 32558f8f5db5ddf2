package org.residency.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import org.residency.cli.client.ApiClient;
import org.residency.cli.context.ApiOption;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.people.People;
import org.residency.identity.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "rollback", description = "Take the model in service out of it and bring back the one before.")
public final class RollbackCommand implements Callable<Integer> {

    private final Context context;

    @Option(
            names = "--deployment",
            paramLabel = "N",
            description =
                    "The deployment to take out of service; the one in service unless told. Naming it makes sure that"
                            + " two people who press at once roll back once.")
    private Integer deployment;

    @Option(names = "--as", paramLabel = "PERSON", description = "Who asks; the one registered operator unless told.")
    private String person;

    @Mixin
    private ApiOption apiOption;

    @Option(names = "--json", description = "Print the new deployment as JSON.")
    private boolean json;

    RollbackCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ApiClient api = apiOption.api(context);
        int undone = deployment == null ? inService(api) : deployment;
        String operator = new People(context).choose("--as", person, Role.OPERATOR, apiOption.isElsewhere(context));
        JsonNode restored = api.post(
                "deployments/rollback",
                JsonNodeFactory.instance.objectNode().put("operator", operator).put("deployment", undone));
        if (json) {
            context.terminal().line(restored.toPrettyString());
        } else {
            context.terminal()
                    .line("Deployment " + undone + " is out of service; deployment "
                            + restored.path("number").asInt() + " brings back the model of "
                            + restored.path("run").asText() + ".");
        }
        return ExitCode.DONE.number();
    }

    private static int inService(ApiClient api) {
        int newest = 0;
        for (JsonNode entry : api.get("deployments")) {
            newest = Math.max(newest, entry.path("number").asInt());
        }
        if (newest == 0) {
            throw CommandException.badInput("nothing is in service: there is no deployment to roll back");
        }
        return newest;
    }
}
