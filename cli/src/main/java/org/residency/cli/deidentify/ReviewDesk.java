package org.residency.cli.deidentify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.people.People;
import org.residency.cli.review.FileDigest;
import org.residency.cli.review.ReviewPage;
import org.residency.cli.review.ReviewRecordFile;
import org.residency.cli.review.ReviewText;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Terminal;
import org.residency.deidentification.file.DeidentifyFile;
import org.residency.deidentification.file.ReviewSample;
import org.residency.identity.ReviewDecision;
import org.residency.identity.ReviewStatement;
import org.residency.identity.Role;
import picocli.CommandLine.TypeConversionException;

/** Where a human looks at some notes before and after, and signs what they think of them. */
final class ReviewDesk {
    private final Context context;
    private final ReviewOptions options;
    private final ReviewSample sample;

    /**
     * Refuses what cannot work before any note is read.
     *
     * @throws CommandException when the notes come or go by a stream, which cannot be digested, or flags are missing
     */
    ReviewDesk(Context context, ReviewOptions options, Path in, Path out) {
        if (in.toString().equals("-") || out.toString().equals("-")) {
            throw CommandException.badInput("--review: found standard input or output, expected files: the record of a"
                    + " review names what was read and written by their digests");
        }
        this.context = context;
        this.options = options;
        try {
            this.sample = new ReviewSample(options.count, options.seed);
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput("--review: " + e.getMessage(), e);
        }
        if (options.choice != null && options.reviewer == null) {
            throw CommandException.badInput(
                    "--as is missing: name the data steward who decides; ./residency keys list");
        }
    }

    ReviewSample sample() {
        return sample;
    }

    /** Shows the notes and records the decision, where one is made. */
    void review(Path in, Path out, Optional<Path> policyFile, String mode, DeidentifyFile.Outcome outcome)
            throws IOException {
        Terminal terminal = context.terminal();
        if (options.page == null) {
            new ReviewText(terminal).show(sample.notes());
        } else {
            new ReviewPage(sample.notes(), mode, outcome.report().noteCount()).write(options.page);
            terminal.line(options.page + ": " + Amount.of(sample.notes().size(), "note", "notes")
                    + " before and after; readable by you alone, delete it after the review");
        }
        Optional<ReviewDecision> decision =
                options.choice == null ? ask(terminal) : Optional.of(options.choice.decision());
        if (decision.isEmpty()) {
            terminal.line("Nothing is signed yet: the same command with --as PERSON and --approve or --reject REASON"
                    + " signs.");
            return;
        }
        String reviewer = new People(context).choose("--as", options.reviewer, Role.DATA_STEWARD, false);
        SortedMap<String, Long> replaced = new TreeMap<>();
        outcome.report().replacedByClass().forEach((phiClass, count) -> replaced.put(phiClass.name(), count));
        ReviewStatement statement = new ReviewStatement(
                FileDigest.of(in),
                Files.exists(out) ? FileDigest.of(out) : FileDigest.ofNothing(),
                policyFile.isPresent() ? FileDigest.of(policyFile.get()) : FileDigest.ofNothing(),
                mode,
                outcome.report().noteCount(),
                outcome.findings(),
                replaced,
                options.seed,
                sample.notes().stream().map(note -> note.digest()).toList(),
                decision.get(),
                reviewer,
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
        Path record = options.record == null ? out.resolveSibling(out.getFileName() + ".review.json") : options.record;
        new ReviewRecordFile(record).write(new People(context).sign(statement));
        terminal.line("Signed as " + reviewer + ": " + decision.get() + " · " + record);
    }

    private static Optional<ReviewDecision> ask(Terminal terminal) {
        while (terminal.canAsk()) {
            Optional<String> answer =
                    terminal.ask("approve, left-identifiers, lost-medicine, other, or nothing to decide later: ");
            String word = answer.orElse("").strip();
            if (word.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(
                        word.equals("approve") ? ReviewDecision.APPROVED : new ReviewOptions.Reason().convert(word));
            } catch (TypeConversionException e) {
                terminal.line(e.getMessage());
            }
        }
        return Optional.empty();
    }
}
