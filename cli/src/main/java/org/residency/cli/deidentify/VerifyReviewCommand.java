package org.residency.cli.deidentify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.people.People;
import org.residency.cli.review.FileDigest;
import org.residency.cli.review.ReviewRecordFile;
import org.residency.cli.terminal.Terminal;
import org.residency.identity.Role;
import org.residency.identity.SignedReview;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify-review",
        description = {
            "Check a review's record: that a registered data steward signed exactly this, and that the files it is of are"
                    + " these."
        },
        exitCodeList = {"0:it holds", "2:bad input", "3:it does not hold, or the reviewer refused the notes"})
public final class VerifyReviewCommand implements Callable<Integer> {

    private final Context context;

    @Parameters(paramLabel = "RECORD", description = "What deidentify --review wrote, such as clean.jsonl.review.json.")
    private Path record;

    @Option(names = "--in", paramLabel = "FILE", description = "The notes that were read; not compared unless told.")
    private Path in;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The notes that were written; not compared unless told.")
    private Path out;

    VerifyReviewCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(record)) {
            throw CommandException.badInput("RECORD: found no file " + record);
        }
        SignedReview signed = new ReviewRecordFile(record).read();
        Optional<String> refusal =
                new People(context).verify(signed, Role.DATA_STEWARD).refusal();
        if (refusal.isEmpty()) {
            refusal = differs("--in", in, signed.statement().inputSha256());
        }
        if (refusal.isEmpty()) {
            refusal = differs("--out", out, signed.statement().outputSha256());
        }
        Terminal terminal = context.terminal();
        if (refusal.isPresent()) {
            terminal.line(terminal.cross() + " " + refusal.get());
            return ExitCode.REFUSED.number();
        }
        terminal.line(terminal.tick() + " " + signed.statement().reviewer() + " signed "
                + signed.statement().decision() + " at " + signed.statement().signedAt() + ", having seen "
                + signed.statement().shownNotes().size() + " of "
                + signed.statement().noteCount() + " notes");
        return (signed.statement().decision().approves() ? ExitCode.DONE : ExitCode.REFUSED).number();
    }

    private static Optional<String> differs(String flag, Path file, String expected) throws IOException {
        if (file == null) {
            return Optional.empty();
        }
        if (!Files.exists(file)) {
            throw CommandException.badInput(flag + ": found nothing at " + file);
        }
        String found = FileDigest.of(file);
        return found.equals(expected)
                ? Optional.empty()
                : Optional.of(flag + ": " + file + " has the digest " + found.substring(0, 12) + "…, the review is of "
                        + expected.substring(0, 12) + "…");
    }
}
