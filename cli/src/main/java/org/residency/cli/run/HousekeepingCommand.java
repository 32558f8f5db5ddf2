package org.residency.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
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

@Command(
        name = "housekeeping",
        description =
                "Remove what ended runs left in the store and no chain of manifests needs, once its time is over.",
        footer = {"", "Nothing is removed of a run that goes on, and nothing that any manifest or deployment names."})
public final class HousekeepingCommand implements Callable<Integer> {

    /** The defaults of {@code RetentionPolicy}, which the api takes where nothing is asked for. */
    private static final String CHECKPOINTS_KEPT = "30d";

    private static final String ROLLOUTS_KEPT = "90d";
    private static final String LEFTOVERS_KEPT = "30d";

    private final Context context;

    @Option(names = "--dry-run", description = "Only say what would be removed.")
    private boolean dryRun;

    @Option(
            names = "--checkpoints",
            paramLabel = CHECKPOINTS_KEPT,
            description = "How long after a run's end its checkpoints are kept; " + CHECKPOINTS_KEPT + " unless told.")
    private String checkpoints;

    @Option(
            names = "--rollouts",
            paramLabel = ROLLOUTS_KEPT,
            description = "The same of what the GRPO rounds left behind; " + ROLLOUTS_KEPT + " unless told.")
    private String rollouts;

    @Option(
            names = "--leftovers",
            paramLabel = LEFTOVERS_KEPT,
            description =
                    "The same of what stages wrote that never came to their end; " + LEFTOVERS_KEPT + " unless told.")
    private String leftovers;

    @Option(
            names = "--every",
            paramLabel = "24h",
            description = "Do so from now on, every so often; needs a real Temporal server.")
    private String every;

    @Option(names = "--off", description = "No longer do so every so often.")
    private boolean off;

    @Option(names = "--as", paramLabel = "PERSON", description = "Who asks; the one registered operator unless told.")
    private String person;

    @Mixin
    private ApiOption apiOption;

    HousekeepingCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ApiClient api = apiOption.api(context);
        if (off) {
            api.delete("housekeeping/schedule");
            context.terminal().line("The store is no longer tidied by itself.");
            return ExitCode.DONE.number();
        }
        ObjectNode asked = JsonNodeFactory.instance
                .objectNode()
                .put(
                        "operator",
                        new People(context).choose("--as", person, Role.OPERATOR, apiOption.isElsewhere(context)))
                .put("dryRun", dryRun);
        put(asked, "checkpoints", checkpoints);
        put(asked, "rollouts", rollouts);
        put(asked, "leftovers", leftovers);
        put(asked, "every", every);
        JsonNode tidied = api.post("housekeeping", asked);
        if (every != null) {
            context.terminal().line("The store is tidied every " + every + " from now on.");
            return ExitCode.DONE.number();
        }
        context.terminal()
                .line("%d ended runs looked at, %d left alone"
                        .formatted(
                                tidied.path("ended").asInt(),
                                tidied.path("leftAlone").asInt()));
        String done = dryRun ? "would be removed" : "removed";
        if (tidied.path("objects").isEmpty()) {
            context.terminal().line("nothing " + done);
        }
        tidied.path("objects")
                .properties()
                .forEach(kind -> context.terminal()
                        .line("%s: %d objects %s: %s"
                                .formatted(
                                        kind.getKey().toLowerCase(Locale.ROOT),
                                        kind.getValue().asInt(),
                                        done,
                                        why(kind.getKey()))));
        if (dryRun) {
            tidied.path("examples").forEach(key -> context.terminal().line("  " + key.asText()));
        }
        return ExitCode.DONE.number();
    }

    private String why(String kind) {
        return switch (kind) {
            case "CHECKPOINT" -> because(checkpoints, CHECKPOINTS_KEPT) + ", and no training goes on from them";
            case "ROLLOUT" -> because(rollouts, ROLLOUTS_KEPT) + ", and no manifest names them";
            default -> because(leftovers, LEFTOVERS_KEPT) + ", and their stage is over without them";
        };
    }

    private static String because(String asked, String otherwise) {
        return "their runs ended over " + (asked == null ? otherwise : asked) + " ago";
    }

    private static void put(ObjectNode asked, String name, String text) {
        if (text == null) {
            return;
        }
        if (!text.matches("[0-9]{1,5}[mhd]")) {
            throw CommandException.badInput(
                    "--" + name + ": found '" + text + "', expected minutes, hours or days: 30m, 12h, 7d");
        }
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        Duration duration = switch (text.charAt(text.length() - 1)) {
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        asked.put(name, duration.toString());
    }
}
