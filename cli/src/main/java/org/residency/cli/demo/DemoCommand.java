package org.residency.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.residency.cli.basemodel.DemoModel;
import org.residency.cli.client.ApiClient;
import org.residency.cli.client.RunSnapshot;
import org.residency.cli.context.ApiOption;
import org.residency.cli.context.Context;
import org.residency.cli.context.Interruption;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.people.People;
import org.residency.cli.run.Approval;
import org.residency.cli.run.ReportFile;
import org.residency.cli.run.RunDriver;
import org.residency.cli.run.RunEnd;
import org.residency.cli.run.RunInputs;
import org.residency.cli.services.StackStarter;
import org.residency.cli.signoff.SignOffDesk;
import org.residency.cli.stack.PortSettings;
import org.residency.cli.stack.StackState;
import org.residency.cli.stack.TemporalChoice;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Table;
import org.residency.cli.terminal.Terminal;
import org.residency.clinic.ClinicNote;
import org.residency.identity.Role;
import org.residency.llm.LanguageModel;
import org.residency.llm.LoadOptions;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.tokenizer.ReasonedAnswer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = {
            "A whole run on fictional notes: from the notes to an answer of the model that was just trained and signed.",
            "Takes a few minutes on two cores."
        },
        exitCodeList = {
            "0:the signed model is in service",
            "1:a fault",
            "2:bad usage",
            "3:a no: gate closed or inconclusive, sign-off refused"
        })
public final class DemoCommand implements Callable<Integer> {

    private static final int ANSWER_TOKENS = 256;
    private static final int CASES_SHOWN = 5;

    private final Context context;

    @Option(names = "--yes", description = "Sign by itself, with a demo clinician's key, and say so.")
    private boolean yes;

    @Option(
            names = "--seed",
            defaultValue = "7",
            paramLabel = "N",
            description = "Of notes and training; ${DEFAULT-VALUE} unless told.")
    private int seed;

    @Option(names = "--keep", description = "Leave the stack running afterwards, for ./residency ask.")
    private boolean keep;

    DemoCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seed < 0) {
            throw CommandException.badInput("--seed: found " + seed + ", expected 0 or more");
        }
        Terminal terminal = context.terminal();
        long began = System.nanoTime();
        boolean starts = context.stack().running().isEmpty();
        StackStarter starter = new StackStarter(context);
        if (starts) {
            starter.start(PortSettings.FREE);
        }
        try (Interruption interruption = Interruption.does(starts ? starter::stopInterrupted : () -> {})) {
            ExitCode exitCode = run();
            terminal.blank();
            terminal.line("The demo took " + Amount.of(Duration.ofNanos(System.nanoTime() - began)) + ".");
            end(starts, starter);
            return exitCode.number();
        }
    }

    private ExitCode run() throws IOException, InterruptedException {
        Terminal terminal = context.terminal();
        DemoSettings demo = DemoSettings.load();
        DemoNotes notes = demo.notes(seed);
        Path file = context.home().create(context.home().demo()).resolve("notes-" + seed + ".jsonl");
        notes.write(file);
        terminal.line("Fictional notes: " + Amount.of(notes.trainingCount()) + " to train on, "
                + Amount.of(notes.heldOutCount()) + " held out · " + file);
        Path model = new DemoModel(context.home()).folder();
        RunInputs inputs =
                new RunInputs(file.toString(), List.of(), model.toString(), demo.settings(seed), Approval.OF_DEMO_DATA);
        inputs.check();
        String requester = new People(context).choose("--as", null, Role.REQUESTER, false);
        StackState stack = ApiOption.local(context);
        ApiClient api = new ApiClient("the api", stack.plan().apiUrl(), "--api");
        RunDriver driver = new RunDriver(context, api);
        SignOffDesk desk = new SignOffDesk(context, api, null, yes, false);
        desk.prepare();
        ObjectNode request = inputs.request(requester);
        // It shows a training, and not that there was one.
        request.putObject("reuse").put("fresh", true);
        String run = driver.start(request);
        terminal.line(terminal.bold(run) + ", asked for by " + requester);
        RunSnapshot last = driver.follow(run, desk);
        ExitCode exitCode = new RunEnd(context).tell(last);
        if (exitCode == ExitCode.DONE) {
            compare(notes.heldOut().limit(CASES_SHOWN).toList(), model);
        }
        terminal.blank();
        terminal.line("Report       " + new ReportFile(context).fetch(api, run, null));
        ui(stack, run).ifPresent(address -> terminal.line("Temporal UI  " + address));
        return exitCode;
    }

    /** Held-out cases, put to the base model and to the model that serves now: one in full, some by their answers. */
    private void compare(List<ClinicNote> notes, Path baseModel) {
        Terminal terminal = context.terminal();
        ClinicNote first = notes.get(0);
        terminal.blank();
        terminal.line(terminal.bold("A held-out case"));
        first.question().lines().forEach(line -> terminal.line("  " + line));
        terminal.line("  " + terminal.faint("expected: " + first.answer()));
        Table others = new Table().row("EXPECTED", "BEFORE", "AFTER");
        try (LanguageModel model = LanguageModel.load(
                baseModel, LoadOptions.cpu(Runtime.getRuntime().availableProcessors()))) {
            for (ClinicNote note : notes) {
                ReasonedAnswer before = model.reasoningFormat()
                        .parse(model.complete(
                                model.reasoningFormat().prompt(note.question()),
                                SamplingSettings.greedy(ANSWER_TOKENS)));
                ObjectNode question = JsonNodeFactory.instance.objectNode().put("description", note.question());
                JsonNode after = ApiOption.serving(context).post("diagnose", question);
                String diagnosis = after.path("diagnosis").asText();
                if (note.equals(first)) {
                    answer("Before training", before.reasoning(), before.answer());
                    answer("After training, as served", after.path("reasoning").asText(), diagnosis);
                } else {
                    others.row(note.reference(), shortened(before.answer()), shortened(diagnosis));
                }
            }
        }
        terminal.blank();
        terminal.line(terminal.bold("The next held-out cases, by their answers alone"));
        others.print(terminal);
    }

    private static String shortened(String answer) {
        String line =
                answer.strip().replace("Diagnosis: ", "").lines().findFirst().orElse("(no answer)");
        return line.length() > 40 ? line.substring(0, 39) + "…" : line;
    }

    private void answer(String title, String reasoning, String answer) {
        Terminal terminal = context.terminal();
        terminal.blank();
        terminal.line(terminal.bold(title));
        reasoning.lines().forEach(line -> terminal.line("  " + terminal.faint(line)));
        terminal.line("  " + (answer.isBlank() ? "(no answer: the reasoning did not end)" : answer.strip()));
    }

    private static Optional<String> ui(StackState stack, String run) {
        TemporalChoice temporal = stack.plan().temporal();
        return temporal.ui().isEmpty()
                ? Optional.empty()
                : Optional.of(temporal.ui() + "/namespaces/default/workflows/" + run);
    }

    private void end(boolean started, StackStarter starter) throws InterruptedException {
        Terminal terminal = context.terminal();
        if (!started || keep) {
            terminal.line("The stack still runs: ./residency ask \"CASE\" asks the model, ./residency down stops it.");
        } else {
            starter.stop();
            terminal.line("The stack is stopped; ./residency up starts it again with this model in service"
                    + " (--keep leaves it running).");
        }
    }
}
