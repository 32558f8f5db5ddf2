package org.residency.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.residency.cli.doctor.Doctor;
import org.residency.cli.doctor.Finding;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Table;
import org.residency.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = "Look at what this machine has and lacks, and say what to do about it.",
        exitCodeList = {"0:Residency runs here", "1:something must be put right first"})
final class DoctorCommand implements Callable<Integer> {

    private final Context context;

    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<Finding> findings = new Doctor(
                        context.home(),
                        context.installation(),
                        context.environment(),
                        context.stack().running())
                .findings()
                .toList();
        if (json) {
            context.terminal().line(asJson(findings).toPrettyString());
        } else {
            tell(findings);
        }
        boolean bad = findings.stream().anyMatch(finding -> finding.grade() == Finding.Grade.BAD);
        return (bad ? ExitCode.FAULT : ExitCode.DONE).number();
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
