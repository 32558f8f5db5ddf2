package org.residency.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.residency.cli.client.ApiClient;
import org.residency.cli.context.ApiOption;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.people.People;
import org.residency.cli.terminal.Table;
import org.residency.identity.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "schedule",
        description = "Retrain whenever notes have changed: a schedule looks, and starts a run or none.",
        footer = {"", "Needs a real Temporal server; the one inside the local stack has no schedules."},
        subcommands = {
            ScheduleCommand.Create.class,
            ScheduleCommand.ListAll.class,
            ScheduleCommand.Describe.class,
            ScheduleCommand.Pause.class,
            ScheduleCommand.Resume.class,
            ScheduleCommand.Trigger.class,
            ScheduleCommand.Delete.class
        })
public final class ScheduleCommand implements Runnable {

    private static final String NEVER = "-";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: 'schedule create', 'list', 'describe', 'pause', 'resume', 'trigger' or 'delete'");
    }

    @Command(name = "create", description = "Make a schedule; its first look starts a run.")
    static final class Create implements Callable<Integer> {

        private final Context context;

        @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits and dashes.")
        private String name;

        @Option(names = "--every", paramLabel = "12h", description = "How often to look: 30m, 12h, 7d.")
        private String every;

        @Option(names = "--cron", paramLabel = "'0 3 * * 1'", description = "When to look (UTC), instead of --every.")
        private String cron;

        @Option(
                names = "--as",
                paramLabel = "PERSON",
                description = "Who asks; the one registered requester unless told.")
        private String requester;

        @Mixin
        private RunInputOptions inputs;

        @Mixin
        private TurnOptions turnOptions;

        @Mixin
        private ApiOption apiOption;

        Create(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            RunInputs asked = inputs.checked(context, false);
            ObjectNode request = asked.request(
                    new People(context).choose("--as", requester, Role.REQUESTER, apiOption.isElsewhere(context)));
            turnOptions.tell(request);
            ObjectNode schedule = JsonNodeFactory.instance.objectNode().put("schedule", name);
            if (every != null) {
                schedule.put("every", interval(every).toString());
            }
            if (cron != null) {
                schedule.put("cron", cron);
            }
            schedule.set("request", request);
            JsonNode made = apiOption.api(context).post("schedules", schedule);
            context.terminal().line(name + " looks next at " + made.path("next").asText(NEVER) + ".");
            return ExitCode.DONE.number();
        }

        private static Duration interval(String text) {
            if (!text.matches("[1-9][0-9]{0,5}[mhd]")) {
                throw CommandException.badInput(
                        "--every: found '" + text + "', expected minutes, hours or days: 30m, 12h, 7d");
            }
            long count = Long.parseLong(text.substring(0, text.length() - 1));
            return switch (text.charAt(text.length() - 1)) {
                case 'm' -> Duration.ofMinutes(count);
                case 'h' -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
        }
    }

    @Command(name = "list", description = "List the schedules.")
    static final class ListAll implements Callable<Integer> {

        private final Context context;

        @Mixin
        private ApiOption apiOption;

        ListAll(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            JsonNode schedules = apiOption.api(context).get("schedules");
            if (schedules.isEmpty()) {
                context.terminal().line("No schedules. Make one with ./residency schedule create");
                return ExitCode.DONE.number();
            }
            Table table = new Table().row("SCHEDULE", "STATE", "LOOKS NEXT AT");
            for (JsonNode schedule : schedules) {
                table.row(
                        schedule.path("schedule").asText(),
                        state(schedule),
                        schedule.path("next").asText(NEVER));
            }
            table.print(context.terminal());
            return ExitCode.DONE.number();
        }
    }

    @Command(name = "describe", description = "Show a schedule, and what it did the last times.")
    static final class Describe extends OfOne {

        Describe(Context context) {
            super(context);
        }

        @Override
        void act(ApiClient api, String name, Context context) {
            JsonNode schedule = api.get("schedules/" + name);
            context.terminal()
                    .line(name + ": " + state(schedule) + ", looks next at "
                            + schedule.path("next").asText(NEVER));
            Table table = new Table().row("LOOKED AT", "NOTES", "RUN");
            for (JsonNode look : schedule.path("looks")) {
                String result = look.path("result").asText();
                table.row(
                        look.path("at").asText(),
                        result.equals("started") ? "changed" : result,
                        look.path("run").asText(""));
            }
            table.print(context.terminal());
        }
    }

    @Command(name = "pause", description = "Let a schedule rest.")
    static final class Pause extends OfOne {

        Pause(Context context) {
            super(context);
        }

        @Override
        void act(ApiClient api, String name, Context context) {
            api.post("schedules/" + name + "/pause");
            context.terminal().line(name + " rests until ./residency schedule resume " + name);
        }
    }

    @Command(name = "resume", description = "Let a schedule that rests go on.")
    static final class Resume extends OfOne {

        Resume(Context context) {
            super(context);
        }

        @Override
        void act(ApiClient api, String name, Context context) {
            api.post("schedules/" + name + "/resume");
            context.terminal().line(name + " goes on.");
        }
    }

    @Command(name = "trigger", description = "Have a schedule look now, whatever the hour.")
    static final class Trigger extends OfOne {

        Trigger(Context context) {
            super(context);
        }

        @Override
        void act(ApiClient api, String name, Context context) {
            api.post("schedules/" + name + "/trigger");
            context.terminal().line(name + " looks now; ./residency schedule describe " + name + " says what it found");
        }
    }

    @Command(name = "delete", description = "End a schedule; runs that it started go on.")
    static final class Delete extends OfOne {

        Delete(Context context) {
            super(context);
        }

        @Override
        void act(ApiClient api, String name, Context context) {
            api.delete("schedules/" + name);
            context.terminal().line(name + " is gone; runs that it started go on.");
        }
    }

    /** What is done to one schedule. */
    private abstract static class OfOne implements Callable<Integer> {

        private final Context context;

        @Parameters(paramLabel = "NAME", description = "The schedule's name; see ./residency schedule list.")
        private String name;

        @Mixin
        private ApiOption apiOption;

        OfOne(Context context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            act(apiOption.api(context), name, context);
            return ExitCode.DONE.number();
        }

        abstract void act(ApiClient api, String name, Context context);
    }

    private static String state(JsonNode schedule) {
        return schedule.path("paused").asBoolean() ? "rests" : "active";
    }
}
