package org.residency.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.stack.LocalStack;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Table;
import org.residency.cli.terminal.Terminal;
import org.residency.deidentification.AuditReport;
import org.residency.deidentification.Auditor;
import org.residency.deidentification.DeidentificationKey;
import org.residency.deidentification.Deidentifier;
import org.residency.deidentification.DeidentifyFile;
import org.residency.deidentification.ReplacementMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "deidentify",
        description =
                "De-identify a file of notes, here and offline, with the rules that a run uses; then audit the result.",
        exitCodeList = {
            "0:written, and the audit found nothing",
            "2:bad input",
            "3:the audit found something that looks like an identifier; written with --keep-unclean alone"
        })
final class DeidentifyCommand implements Callable<Integer> {

    private final Context context;

    @Parameters(paramLabel = "FILE", description = "Notes: .txt (one note), .jsonl, .json or .csv, UTF-8.")
    private Path in;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write.")
    private Path out;

    @Option(
            names = "--field",
            split = ",",
            paramLabel = "NAME",
            description = "The fields that hold text; every field of text unless told.")
    private List<String> fields = new ArrayList<>();

    @Option(
            names = "--patient",
            paramLabel = "FIELD",
            description = "The field with the patient's key: one patient's notes then keep one set of surrogates.")
    private String patient;

    @Option(
            names = "--mode",
            defaultValue = "surrogate",
            paramLabel = "MODE",
            converter = Mode.class,
            description = "surrogate, mask or safe-harbor; ${DEFAULT-VALUE} unless told.")
    private ReplacementMode mode;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The key of the surrogates; the local stack's unless told.")
    private Path key;

    @Option(
            names = "--keep-unclean",
            description = "Write the result even if the audit found something, to look at it.")
    private boolean keepUnclean;

    @Option(names = "--json", description = "Print the counts as JSON.")
    private boolean json;

    /** Reads {@code safe-harbor}. */
    static final class Mode implements ITypeConverter<ReplacementMode> {

        @Override
        public ReplacementMode convert(String text) {
            try {
                return ReplacementMode.named(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    DeidentifyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = out.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw CommandException.badInput("--out: the folder " + folder + " does not exist; make it first");
        }
        if (Files.exists(out) && Files.exists(in) && Files.isSameFile(in, out)) {
            throw CommandException.badInput("--out: " + out + " is also the file that is read; name another to write");
        }
        // Beside its final place until the audit has spoken.
        Path unaudited = Files.createTempFile(folder, ".unaudited", extension(in));
        try {
            AuditReport report = new DeidentifyFile(new Deidentifier(key(), mode), new Auditor())
                    .run(in, unaudited, fields, Optional.ofNullable(patient));
            boolean kept = report.isClean() || keepUnclean;
            if (kept) {
                Files.move(unaudited, out, StandardCopyOption.REPLACE_EXISTING);
            }
            tell(report, kept);
            return (report.isClean() ? ExitCode.DONE : ExitCode.REFUSED).number();
        } finally {
            Files.deleteIfExists(unaudited);
        }
    }

    private DeidentificationKey key() throws IOException {
        if (key != null && !Files.isRegularFile(key)) {
            throw CommandException.badInput("--key: found nothing at " + key + ", expected a file of random bytes");
        }
        try {
            return DeidentificationKey.read(key == null ? LocalStack.deidentificationKey(context.home()) : key);
        } catch (IllegalArgumentException e) {
            throw CommandException.badInput("--key: " + e.getMessage(), e);
        }
    }

    private void tell(AuditReport report, boolean kept) {
        if (json) {
            context.terminal().line(asJson(report, kept).toPrettyString());
            return;
        }
        Terminal terminal = context.terminal();
        terminal.line(Amount.of(report.noteCount(), "note", "notes") + ", " + Amount.of(report.changedNoteCount())
                + " of them changed");
        Table table = new Table();
        report.replacedByClass().forEach((phiClass, count) -> {
            if (count.longValue() > 0) {
                table.row(phiClass.name().toLowerCase(Locale.ROOT).replace('_', ' '), Amount.of(count.longValue()));
            }
        });
        table.print(terminal);
        if (report.isClean()) {
            terminal.line(terminal.tick() + " the audit found nothing · " + out);
        } else {
            terminal.error("residency: the audit found "
                    + Amount.of(report.findings().size(), "thing", "things") + " that may be an identifier: ");
            report.findings().stream()
                    .limit(20)
                    .forEach(finding -> terminal.error("  note " + finding.noteId() + ", " + finding.field() + ", "
                            + finding.start() + " to " + finding.end() + ": " + finding.phiClass() + " ("
                            + finding.rule() + ")"));
            terminal.error(kept ? "Written all the same to " + out : "Nothing was written; --keep-unclean writes it.");
        }
    }

    private static ObjectNode asJson(AuditReport report, boolean kept) {
        ObjectNode all = JsonNodeFactory.instance
                .objectNode()
                .put("notes", report.noteCount())
                .put("changedNotes", report.changedNoteCount())
                .put("findings", report.findings().size())
                .put("written", kept);
        ObjectNode replaced = all.putObject("replacedByClass");
        report.replacedByClass().forEach((phiClass, count) -> replaced.put(phiClass.name(), count.longValue()));
        return all;
    }

    /** Tells the format of a file by its name. */
    private static String extension(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? ".txt" : name.substring(dot);
    }
}
