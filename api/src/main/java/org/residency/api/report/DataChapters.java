package org.residency.api.report;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.residency.activities.deidentification.DeidentificationSettings;
import org.residency.activities.deidentification.DeidentifiedShard;
import org.residency.activities.ingest.IngestCounts;
import org.residency.artifacts.Split;
import org.residency.workflows.RunOutcome;
import org.residency.workflows.RunStatus;

/** What became of the rows and of the identifiers in them. */
final class DataChapters {

    private DataChapters() {}

    static Optional<Chapter> ingest(RunStatus status) {
        return status.ingest().map(counts -> ingest(counts, status.request().consent()));
    }

    private static Chapter ingest(IngestCounts counts, Optional<String> approval) {
        int dropped = counts.rows() - counts.kept();
        Table.Builder drops = Table.of("Rows that were dropped, by reason", Cell.text("Reason"), Cell.number("Rows"));
        counts.dropped().forEach((reason, count) -> drops.row(Cell.text(reason), Cell.number(Numbers.count(count))));
        Table.Builder splits =
                Table.of("Kept cases, by what they are used for", Cell.text("Split"), Cell.number("Cases"));
        for (Split split : Split.values()) {
            splits.row(
                    Cell.text(Numbers.words(split)),
                    Cell.number(Numbers.count(counts.bySplit().getOrDefault(split, 0))));
        }
        Chapter.Builder chapter = Chapter.of("data", "Data")
                .say(
                        "%s rows were read: %s kept, %s dropped, each for a counted reason. Cases that share a patient or are"
                                + " nearly the same stay together (%s clusters of two or more), so that nobody is on both sides of the split.",
                        Numbers.count(counts.rows()),
                        Numbers.count(counts.kept()),
                        Numbers.count(dropped),
                        Numbers.count(counts.nearDuplicateClusters()))
                .say("The notes may be used under: %s.", approval.orElse("no approval was given"));
        if (dropped > 0) {
            chapter.list(drops.build());
        }
        return chapter.list(splits.build()).build();
    }

    static Optional<Chapter> deidentification(RunStatus status) {
        if (status.deidentified().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Integer> replaced = new TreeMap<>();
        for (DeidentifiedShard shard : status.deidentified()) {
            shard.replacedByClass().forEach((identifier, count) -> replaced.merge(identifier, count, Integer::sum));
        }
        Table.Builder table =
                Table.of("Identifiers that were replaced, by class", Cell.text("Class"), Cell.number("Replaced"));
        if (replaced.isEmpty()) {
            table.row(Cell.text("none"), Cell.number("0"));
        }
        replaced.forEach((identifier, count) -> table.row(Cell.text(identifier), Cell.number(Numbers.count(count))));
        DeidentificationSettings settings = status.request().settings().deidentification();
        Chapter.Builder chapter = Chapter.of("deidentification", "De-identification")
                .say(
                        "%s identifiers were replaced in %s (mode: %s). A second detector then audited the output: %s, %s"
                                + " quarantined%s.",
                        Numbers.count(replaced.values().stream()
                                .mapToLong(Integer::longValue)
                                .sum()),
                        Numbers.count(status.deidentified().size(), "shard", "shards"),
                        Numbers.words(settings.mode()),
                        Numbers.count(status.auditFindings(), "finding", "findings"),
                        Numbers.count(status.quarantined(), "case", "cases"),
                        consequence(status, settings))
                .list(table.build());
        status.dataset()
                .ifPresent(dataset -> chapter.link(
                        "/runs/" + status.request().run() + "/dataset",
                        "The dataset in numbers: its cases by split, length and group, and what was replaced"));
        return Optional.of(chapter.build());
    }

    private static String consequence(RunStatus status, DeidentificationSettings settings) {
        boolean refused = status.outcome()
                .filter(outcome -> outcome.conclusion() == RunOutcome.Conclusion.AUDIT_REFUSED)
                .isPresent();
        if (refused) {
            return ", more than is allowed: the run was ended, and nothing used this data";
        }
        return " and left out of the dataset (allowed: a share of %s of the cases, and %s left in it)"
                .formatted(
                        settings.maxQuarantinedShare(), Numbers.count(settings.maxFindings(), "finding", "findings"));
    }
}
