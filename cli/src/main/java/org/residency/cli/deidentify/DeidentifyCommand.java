package org.residency.cli.deidentify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.stack.LocalStack;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Table;
import org.residency.cli.terminal.Terminal;
import org.residency.deidentification.AuditReport;
import org.residency.deidentification.Auditor;
import org.residency.deidentification.DeidentificationKey;
import org.residency.deidentification.DeidentificationPolicy;
import org.residency.deidentification.Deidentifier;
import org.residency.deidentification.KnownPatients;
import org.residency.deidentification.ReplacementMode;
import org.residency.deidentification.file.DeidentifyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "deidentify",
        description =
                "De-identify a file of notes, here and offline, with the rules that a run uses; then audit the result.",
        exitCodeList = {
            "0:written, and the audit objected to no note",
            "2:bad input",
            "3:the audit found something that looks like an identifier; those notes are left out without --keep-unclean"
        })
public final class DeidentifyCommand implements Callable<Integer> {

    private final Context context;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description =
                    "Notes: .txt (one note), .jsonl, .json, .csv, .parquet, .fhir.json (a FHIR R4 bundle), .fhir.ndjson"
                            + " (resources one a line), .hl7 (messages of HL7 v2) or a folder of .txt, UTF-8; - is standard input.")
    private Path file;

    @Option(names = "--in", paramLabel = "FILE", description = "The same as FILE.")
    private Path in;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where to write, in the same form; - is standard output.")
    private Path out;

    @Option(
            names = "--format",
            paramLabel = "FORM",
            description =
                    "txt, jsonl, json, csv, parquet, fhir, fhir-ndjson or hl7; by the file's name unless told, jsonl for standard"
                            + " input.")
    private String format;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "What becomes of each class, own patterns and words, in YAML.")
    private Path policyFile;

    @Option(
            names = "--known",
            paramLabel = "FILE",
            description = "What the records say of patients and staff, one JSON object a line: patient, names, values.")
    private Path known;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write counts, offsets and rules as JSON; never text.")
    private Path reportFile;

    @Option(
            names = "--threads",
            defaultValue = "1",
            paramLabel = "N",
            description = "Notes worked on at once; ${DEFAULT-VALUE} unless told. The result is the same.")
    private int threads;

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
            paramLabel = "MODE",
            converter = Mode.class,
            description = "surrogate, mask or safe-harbor; the policy's or else surrogate unless told.")
    private ReplacementMode mode;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The key of the surrogates; the local stack's unless told.")
    private Path key;

    @Option(names = "--keep-unclean", description = "Write notes to which the audit objects as well, to look at them.")
    private boolean keepUnclean;

    @Option(names = "--json", description = "Print the counts as JSON.")
    private boolean json;

    @Mixin
    private ReviewOptions review;

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
        Path source = source();
        boolean toStream = out.toString().equals("-");
        Path folder = out.toAbsolutePath().getParent();
        if (!toStream && !Files.isDirectory(folder)) {
            throw CommandException.badInput("--out: the folder " + folder + " does not exist; make it first");
        }
        if (!toStream && Files.exists(out) && Files.exists(source) && Files.isSameFile(source, out)) {
            throw CommandException.badInput("--out: " + out + " is also the file that is read; name another to write");
        }
        DeidentificationPolicy policy = policy();
        DeidentifyFile.Request request = new DeidentifyFile.Request(
                source,
                out,
                Optional.ofNullable(format),
                fields,
                Optional.ofNullable(patient),
                threads,
                policy.maxFindings(),
                keepUnclean,
                known == null ? KnownPatients.none() : KnownPatients.read(known));
        Optional<ReviewDesk> desk = desk(source);
        DeidentifyFile deidentifyFile = new DeidentifyFile(new Deidentifier(key(), policy), new Auditor());
        DeidentifyFile.Outcome outcome =
                desk.isPresent() ? deidentifyFile.run(request, desk.get().sample()) : deidentifyFile.run(request);
        if (reportFile != null) {
            Files.writeString(reportFile, asJson(outcome, policy).toPrettyString() + "\n");
        }
        if (!toStream) {
            tell(outcome, policy);
        }
        if (desk.isPresent()) {
            desk.get()
                    .review(
                            source,
                            out,
                            Optional.ofNullable(policyFile),
                            policy.mode().key(),
                            outcome);
        }
        return (outcome.quarantinedCount() == 0 ? ExitCode.DONE : ExitCode.REFUSED).number();
    }

    private Optional<ReviewDesk> desk(Path source) {
        if (review.count != null) {
            return Optional.of(new ReviewDesk(context, review, source, out));
        }
        if (review.page != null || review.record != null || review.reviewer != null || review.choice != null) {
            throw CommandException.badInput("--review is missing: say how many notes to look at, for nobody signs what"
                    + " they have not seen");
        }
        return Optional.empty();
    }

    private Path source() {
        if ((file == null) == (in == null)) {
            throw CommandException.badInput("found " + (file == null ? "no file" : "a file and --in")
                    + ", expected one of the two: the notes to de-identify");
        }
        return file == null ? in : file;
    }

    private DeidentificationPolicy policy() throws IOException {
        DeidentificationPolicy policy = policyFile == null
                ? DeidentificationPolicy.of(ReplacementMode.SURROGATE)
                : DeidentificationPolicy.read(policyFile);
        return mode == null ? policy : policy.withMode(mode);
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

    private void tell(DeidentifyFile.Outcome outcome, DeidentificationPolicy policy) {
        if (json) {
            context.terminal().line(asJson(outcome, policy).toPrettyString());
            return;
        }
        AuditReport report = outcome.report();
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
        if (outcome.findings() == 0) {
            terminal.line(terminal.tick() + " the audit found nothing · " + out);
            return;
        }
        terminal.error("residency: the audit found " + Amount.of(outcome.findings(), "thing", "things")
                + " that may be an identifier: ");
        report.findings().stream()
                .limit(20)
                .forEach(finding -> terminal.error("  note " + finding.noteId() + ", " + finding.field() + ", "
                        + finding.start() + " to " + finding.end() + ": " + finding.phiClass() + " (" + finding.rule()
                        + ")"));
        terminal.error(Amount.of(outcome.quarantinedCount(), "note", "notes")
                + (keepUnclean
                        ? " written all the same to " + out
                        : " left out of " + out + "; --keep-unclean writes them."));
    }

    private ObjectNode asJson(DeidentifyFile.Outcome outcome, DeidentificationPolicy policy) {
        AuditReport report = outcome.report();
        ObjectNode all = JsonNodeFactory.instance
                .objectNode()
                .put("mode", policy.mode().key())
                .put("notes", report.noteCount())
                .put("changedNotes", report.changedNoteCount())
                .put("findings", outcome.findings())
                .put("quarantinedNotes", outcome.quarantinedCount())
                .put("written", keepUnclean || outcome.quarantinedCount() < report.noteCount());
        ObjectNode replaced = all.putObject("replacedByClass");
        report.replacedByClass().forEach((phiClass, count) -> replaced.put(phiClass.name(), count.longValue()));
        ObjectNode rules = all.putObject("replacedByRule");
        report.replacedByRule().forEach((rule, count) -> rules.put(rule, count.longValue()));
        outcome.quarantined().forEach(all.putArray("quarantined")::add);
        ArrayNode found = all.putArray("found");
        report.findings()
                .forEach(finding -> found.addObject()
                        .put("note", finding.noteId())
                        .put("field", finding.field())
                        .put("start", finding.start())
                        .put("end", finding.end())
                        .put("class", finding.phiClass().name())
                        .put("rule", finding.rule()));
        return all;
    }
}
