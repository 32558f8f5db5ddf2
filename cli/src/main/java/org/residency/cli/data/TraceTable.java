package org.residency.cli.data;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.WithdrawalTrace;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Table;
import org.residency.cli.terminal.Terminal;

/** What a patient has touched, a run a row. */
final class TraceTable {

    private TraceTable() {}

    static void show(WithdrawalTrace trace, Terminal terminal) {
        if (trace.runs().isEmpty()) {
            terminal.line("  No run in this store has anything of this patient. Check that the key is written as in the"
                    + " notes, and that every key of de-identification that was in use is given.");
            return;
        }
        Table table = new Table().row("run", "dataset", "cases", "adapters and models", "deployments", "raw shards");
        for (WithdrawalTrace.Run run : trace.runs()) {
            table.row(
                    run.name(),
                    run.dataset().map(ArtifactRef::shortDigest).orElse("-"),
                    run.cases().entrySet().stream()
                            .map(split ->
                                    split.getKey().name().toLowerCase(Locale.ROOT) + " " + Amount.of(split.getValue()))
                            .collect(Collectors.joining(", ")),
                    joined(run.models().stream().map(ArtifactRef::shortDigest).toList()),
                    joined(run.deployments().stream().map(String::valueOf).toList()),
                    run.rawShards().isEmpty() ? "-" : Amount.of(run.rawShards().size()));
        }
        table.print(terminal);
        List<String> raw =
                trace.runs().stream().flatMap(run -> run.rawShards().stream()).toList();
        if (!raw.isEmpty()) {
            terminal.line("  Their notes as they were given still lie in:");
            raw.forEach(key -> terminal.line("    " + key));
        }
    }

    private static String joined(List<String> words) {
        return words.isEmpty() ? "-" : String.join(", ", words);
    }
}
