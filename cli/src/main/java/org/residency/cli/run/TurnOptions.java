package org.residency.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import org.residency.cli.exit.CommandException;
import picocli.CommandLine.Option;

/** When a run comes to its turn, by flags. */
final class TurnOptions {

    private static final Set<String> PRIORITIES = Set.of("urgent", "normal", "low");

    @Option(
            names = "--priority",
            paramLabel = "urgent|normal|low",
            description = "Which run goes first where workers are scarce; urgent is for operators to ask for.")
    private String priority;

    @Option(
            names = "--department",
            paramLabel = "NAME",
            description = "For whom; departments take turns. Lower-case letters, digits and dashes.")
    private String department;

    /** @throws CommandException if the priority is none */
    void tell(ObjectNode request) {
        if (priority != null) {
            if (!PRIORITIES.contains(priority)) {
                throw CommandException.badInput("--priority: found '" + priority + "', expected urgent, normal or low");
            }
            request.put("priority", priority.toUpperCase(Locale.ROOT));
        }
        if (department != null) {
            request.put("department", department);
        }
    }
}
