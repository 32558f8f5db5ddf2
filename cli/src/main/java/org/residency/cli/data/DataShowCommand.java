package org.residency.cli.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Table;
import org.residency.cli.terminal.Terminal;
import org.residency.dataset.DatasetStatistics;
import org.residency.dataset.SplitName;
import org.residency.dataset.StatisticsPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description =
                "Show a dataset in numbers: cases by split and group, drops by reason, lengths, identifiers, quarantine.")
final class DataShowCommand implements Callable<Integer> {

    private final Context context;

    @Parameters(
            paramLabel = "RUN|FOLDER|FILES",
            description =
                    "A run whose dataset is published, the folder of its dataset, or files of rows as a run is given"
                            + " them; here or in S3.")
    private String target;

    @Option(names = "--map", paramLabel = "FIELD=COLUMN", description = "Which column is what, for a file of rows.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with histograms.")
    private Path html;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private StoreOption storeOption;

    DataShowCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (CaseSource source = CaseSource.of(context, target, assignments, storeOption)) {
            return show(source);
        }
    }

    private Integer show(CaseSource source) throws IOException {
        DatasetStatistics statistics = source.statistics();
        if (html != null) {
            Files.writeString(html, StatisticsPage.of(source.title(), statistics), StandardCharsets.UTF_8);
        }
        if (json) {
            context.terminal().line(new ObjectMapper().writeValueAsString(statistics));
        } else {
            show(source.title(), statistics);
        }
        return ExitCode.DONE.number();
    }

    private void show(String title, DatasetStatistics statistics) {
        Terminal terminal = context.terminal();
        terminal.line(terminal.bold(title) + ": " + Amount.of(statistics.caseCount(), "case", "cases")
                + (statistics.rows() == 0 ? "" : " of " + Amount.of(statistics.rows(), "row", "rows"))
                + (statistics.patients() == 0
                        ? ""
                        : ", " + Amount.of(statistics.patients(), "patient", "patients") + " with at most "
                                + Amount.of(statistics.mostOfOnePatient())));
        Table splits = new Table();
        statistics.cases().forEach((split, count) -> splits.row(split.key(), Amount.of(count)));
        part("Split", splits);
        part("Dropped", counts(statistics.dropped()));
        Table lengths = new Table();
        statistics
                .lengths()
                .forEach((field, lengthOf) -> lengths.row(
                        field,
                        "median " + Amount.of(lengthOf.median()),
                        "95 % up to " + Amount.of(lengthOf.ninetyFifth()),
                        "longest " + Amount.of(lengthOf.most())));
        part("Characters", lengths);
        statistics.groups().forEach((group, values) -> part("Group " + group, group(values)));
        part("Replaced", counts(statistics.replaced()));
        if (statistics.audited() > 0) {
            terminal.line("Audit: " + Amount.of(statistics.quarantined()) + " of "
                    + Amount.of(statistics.audited(), "case", "cases") + " quarantined");
        }
        if (html != null) {
            terminal.line("Page: " + html);
        }
    }

    private void part(String title, Table table) {
        if (!table.isEmpty()) {
            context.terminal().line(title);
            table.print(context.terminal());
        }
    }

    private static Table counts(SortedMap<String, Integer> counts) {
        Table table = new Table();
        counts.forEach((name, count) -> table.row(name, Amount.of(count)));
        return table;
    }

    private static Table group(SortedMap<String, SortedMap<SplitName, Integer>> values) {
        Table table = new Table();
        for (Map.Entry<String, SortedMap<SplitName, Integer>> value : values.entrySet()) {
            List<String> parts = new ArrayList<>();
            value.getValue().forEach((split, count) -> parts.add(split.key() + " " + Amount.of(count)));
            table.row(value.getKey(), String.join(", ", parts));
        }
        return table;
    }
}
