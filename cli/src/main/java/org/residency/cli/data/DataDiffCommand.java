package org.residency.cli.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Table;
import org.residency.dataset.DatasetDifference;
import org.residency.dataset.DatasetStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        description =
                "Compare two datasets case by case, by digest, and print how many are new, gone, changed or moved.")
final class DataDiffCommand implements Callable<Integer> {

    private final Context context;

    @Parameters(index = "0", paramLabel = "A", description = "A run, the folder of a dataset, or files of rows.")
    private String before;

    @Parameters(index = "1", paramLabel = "B", description = "The same, to be held against it.")
    private String after;

    @Option(names = "--map", paramLabel = "FIELD=COLUMN", description = "Which column is what, for files of rows.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private StoreOption storeOption;

    DataDiffCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (CaseSource a = CaseSource.of(context, before, assignments, storeOption);
                CaseSource b = CaseSource.of(context, after, assignments, storeOption)) {
            return compare(a, b);
        }
    }

    private Integer compare(CaseSource a, CaseSource b) throws IOException {
        DatasetDifference.Digests left = new DatasetDifference.Digests();
        DatasetDifference.Digests right = new DatasetDifference.Digests();
        a.cases().forEach(left::add);
        b.cases().forEach(right::add);
        DatasetDifference difference = DatasetDifference.between(left, right);
        if (json) {
            context.terminal().line(new ObjectMapper().writeValueAsString(difference));
            return ExitCode.DONE.number();
        }
        new Table()
                .row("same", Amount.of(difference.same()), "")
                .row("added", Amount.of(difference.added()), "in B only")
                .row("removed", Amount.of(difference.removed()), "in A only")
                .row("changed", Amount.of(difference.changed()), "the same question, other text or tags")
                .row("moved", Amount.of(difference.moved()), "the same case or question, in another split")
                .print(context.terminal());
        Table counts = new Table().row("", "A", "B", "");
        Map<String, Integer> ofA = counts(a.statistics());
        Map<String, Integer> ofB = counts(b.statistics());
        TreeSet<String> names = new TreeSet<>(ofA.keySet());
        names.addAll(ofB.keySet());
        for (String name : names) {
            int countA = ofA.getOrDefault(name, 0);
            int countB = ofB.getOrDefault(name, 0);
            if (countA != countB || name.startsWith("split")) {
                counts.row(
                        name,
                        Amount.of(countA),
                        Amount.of(countB),
                        countA == countB ? "" : "%+d".formatted(countB - countA));
            }
        }
        counts.print(context.terminal());
        return ExitCode.DONE.number();
    }

    private static Map<String, Integer> counts(DatasetStatistics statistics) {
        Map<String, Integer> counts = new TreeMap<>();
        statistics.cases().forEach((split, count) -> counts.put("split " + split.key(), count));
        statistics.dropped().forEach((reason, count) -> counts.put("dropped: " + reason, count));
        statistics
                .groups()
                .forEach((group, values) -> values.forEach((value, bySplit) -> counts.put(
                        "group " + group + ": " + value,
                        bySplit.values().stream().mapToInt(Integer::intValue).sum())));
        counts.put("quarantined", statistics.quarantined());
        return counts;
    }
}
