package org.residency.cli.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Table;
import org.residency.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = "Look at what this machine has and lacks, and say what to do about it.",
        exitCodeList = {"0:Residency runs here", "1:something must be put right first"})
public final class DoctorCommand implements Callable<Integer> {

    private final Context context;

    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "Look in place of all that at what a training with these settings needs of memory.")
    private Path settings;

    @Option(
            names = "--base-model",
            paramLabel = "DIR",
            description = "With --settings, the model to train; the one of the settings unless told.")
    private Path baseModel;

    DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<Finding> findings = settings == null ? ofMachine() : ofTraining();
        if (json) {
            context.terminal().line(asJson(findings).toPrettyString());
        } else {
            tell(findings);
        }
        boolean bad = findings.stream().anyMatch(finding -> finding.grade() == Finding.Grade.BAD);
        return (bad ? ExitCode.FAULT : ExitCode.DONE).number();
    }

    private List<Finding> ofTraining() {
        return new TrainingMemory(settings, Optional.ofNullable(baseModel)).findings();
    }

    private List<Finding> ofMachine() {
        if (baseModel != null) {
            throw CommandException.badInput("--base-model: found it without --settings; give both");
        }
        return new Doctor(
                        context.home(),
                        context.installation(),
                        context.environment(),
                        context.stack().running())
                .findings()
                .toList();
    }

    private void tell(List<Finding> findings) {
        Terminal terminal = context.terminal();
        Table table = new Table();
        for (Finding finding : findings) {
            String mark = switch (finding.grade()) {
                case GOOD -> terminal.tick();
                case FAIR -> terminal.warning();
                case BAD -> terminal.cross();
            };
            table.row(mark, finding.subject(), finding.found());
            if (!finding.fix().isEmpty()) {
                table.row("", "", "→ " + finding.fix());
            }
        }
        table.print(terminal);
    }

    private static ArrayNode asJson(List<Finding> findings) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Finding finding : findings) {
            all.addObject()
                    .put("subject", finding.subject())
                    .put("grade", finding.grade().name().toLowerCase(Locale.ROOT))
                    .put("found", finding.found())
                    .put("fix", finding.fix());
        }
        return all;
    }
}
