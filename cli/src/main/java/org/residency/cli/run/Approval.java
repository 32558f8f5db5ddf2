package org.residency.cli.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;

/**
 * Under what approval notes may be used: told, or in the file {@code NOTES.approval} beside them, which who hands the notes
 * over may write, or asked for.
 */
public final class Approval {

    /** What made-up notes are used under. */
    public static final String OF_DEMO_DATA = "fictional notes, no consent needed";

    /** The api's word for it. */
    private static final String NOT_STATED = "none stated";

    private static final String SUFFIX = ".approval";

    private final Context context;

    Approval(Context context) {
        this.context = context;
    }

    /** Writes the file beside the notes. */
    public static void write(Path notes, String reference) throws IOException {
        Files.writeString(beside(notes), reference + "\n", StandardCharsets.UTF_8);
    }

    /**
     * The reference, or the words that none was stated.
     *
     * @param dataset the notes; null where another run says which
     * @param unattended go on without one, and say so
     * @throws CommandException if there is none and nobody can be asked
     */
    String of(String told, String dataset, boolean unattended) throws IOException {
        Optional<String> reference = Optional.ofNullable(told).filter(text -> !text.isBlank());
        if (reference.isEmpty()) {
            reference = written(dataset);
        }
        if (reference.isEmpty() && unattended) {
            context.terminal()
                    .line(
                            "No approval is stated for these notes (--approval): with --yes the run goes on, and its manifest, its"
                                    + " report and the clinician's page say so.");
            return NOT_STATED;
        }
        if (reference.isEmpty()) {
            reference = context.terminal()
                    .ask("Under what approval may these notes be used (for example IRB 2026-114)? ")
                    .filter(text -> !text.isBlank());
        }
        return reference
                .map(String::strip)
                .orElseThrow(() -> CommandException.badInput("--approval: found none, expected the reference of the"
                        + " approval under which the notes may be used, such as 'IRB 2026-114'; give it, or write it to "
                        + (dataset == null ? "NOTES" : dataset) + SUFFIX));
    }

    private static Optional<String> written(String dataset) throws IOException {
        if (dataset == null || dataset.contains("://")) {
            return Optional.empty();
        }
        Path file = beside(Path.of(dataset));
        return Files.isRegularFile(file)
                ? Optional.of(Files.readString(file, StandardCharsets.UTF_8)).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    private static Path beside(Path notes) {
        return notes.resolveSibling(notes.getFileName() + SUFFIX);
    }
}
