package org.residency.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.residency.cli.context.ApiOption;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "ask", description = "Put a case to the model in service; its reasoning and its diagnosis come apart.")
public final class AskCommand implements Callable<Integer> {

    private final Context context;

    @Parameters(paramLabel = "CASE", description = "The case, or - to read it from standard input.")
    private String text;

    @Option(names = "--json", description = "Print serving's answer as it is.")
    private boolean json;

    AskCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        String description = text.equals("-") ? context.terminal().readAll() : text;
        if (description.isBlank()) {
            throw CommandException.badInput(
                    "CASE: found no text, expected a description of a case, for example \"58-year-old man, chest pain\"");
        }
        JsonNode answer = ask(description);
        if (json) {
            context.terminal().line(answer.toPrettyString());
        } else {
            tell(answer);
        }
        return ExitCode.DONE.number();
    }

    private JsonNode ask(String description) {
        return ApiOption.serving(context)
                .post("diagnose", JsonNodeFactory.instance.objectNode().put("description", description.strip()));
    }

    private void tell(JsonNode answer) {
        Terminal terminal = context.terminal();
        terminal.line(terminal.faint(answer.path("reasoning").asText()));
        terminal.blank();
        terminal.line(terminal.bold(answer.path("diagnosis").asText()));
        if (!answer.path("wellFormed").asBoolean(true)) {
            terminal.line(terminal.warning() + " The model did not close its reasoning: take this for no answer.");
        }
        terminal.blank();
        String model = answer.path("model").asText("");
        terminal.line(terminal.faint("deployment " + answer.path("deployment").asText("?") + " · model "
                + model.substring(0, Math.min(12, model.length())) + " · "
                + answer.path("notice").asText("")));
    }
}
