package org.residency.cli.learning;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.residency.deidentification.DeidentificationKey;
import org.residency.deidentification.DeidentificationPolicy;
import org.residency.deidentification.DeidentificationPolicy.Strictness;
import org.residency.deidentification.Deidentifier;
import org.residency.deidentification.PatientContext;
import org.residency.deidentification.ReplacementMode;
import org.residency.deidentification.quality.MarkedNote;
import org.residency.deidentification.quality.MarkedNotes;
import org.residency.deidentification.quality.Proportion;
import org.residency.deidentification.quality.QualityMeasurement;
import org.residency.deidentification.quality.QualityReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code residency bench deidentification}: recall, leaks and kept terms on marked notes, and the speed. */
@Command(
        name = "deidentification",
        description = {
            "De-identify notes in which somebody marked what must go and what must stay; print recall, leaks and kept terms with"
                    + " Wilson's 95 %% intervals, and megabytes a second on one core.",
            "An identifier counts as found when every letter and digit of it was replaced."
        })
public final class DeidentificationBenchCommand implements Callable<Integer> {
    private static final List<String> DIGITS = List.of(
            "SSN",
            "MEDICAL_RECORD",
            "PHONE",
            "FAX",
            "ACCOUNT",
            "HEALTH_PLAN",
            "LICENCE",
            "VEHICLE",
            "DEVICE",
            "IP_ADDRESS",
            "EMAIL",
            "URL",
            "OTHER_ID");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long NANOS = 1_000_000_000L;
    private static final int HOSTILE_CHARS = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--notes",
            paramLabel = "FOLDER",
            defaultValue = "deidentification/src/test/resources/notes",
            description = "Files of marked notes; ${DEFAULT-VALUE} unless told.")
    private Path notes;

    @Option(names = "--misses", description = "Say where it went wrong: note, class and offsets.")
    private boolean misses;

    @Option(names = "--strict", description = "As a policy with strictness: strict does.")
    private boolean strict;

    @Option(
            names = "--seconds",
            defaultValue = "3",
            paramLabel = "N",
            description = "How long to measure the speed; 0 leaves it out, ${DEFAULT-VALUE} unless told.")
    private int seconds;

    @Override
    public Integer call() throws IOException {
        Path folder = notes;
        String repository = System.getenv("RESIDENCY_REPOSITORY");
        if (!notes.isAbsolute() && !Files.isDirectory(notes) && repository != null) {
            folder = Path.of(repository).resolve(notes);
        }
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--notes: found no folder " + folder + ", expected one with .txt files of marked notes");
        }
        PrintWriter out = spec.commandLine().getOut();
        Deidentifier deidentifier = new Deidentifier(
                DeidentificationKey.of(new byte[32]),
                new DeidentificationPolicy(
                        ReplacementMode.SURROGATE,
                        Map.of(),
                        List.of(),
                        List.of(),
                        0,
                        strict ? Strictness.STRICT : Strictness.USUAL));
        List<MarkedNote> all = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "*.txt")) {
            List<Path> sorted = new ArrayList<>();
            files.forEach(sorted::add);
            sorted.sort(null);
            for (Path file : sorted) {
                List<MarkedNote> marked = MarkedNotes.read(file);
                all.addAll(marked);
                print(out, file.getFileName().toString(), new QualityMeasurement(deidentifier).measure(marked));
            }
        }
        if (seconds > 0) {
            speed(out, deidentifier, all);
        }
        return 0;
    }

    private void print(PrintWriter out, String name, QualityReport report) {
        out.println(name);
        report.recallByClass()
                .forEach(
                        (kind, recall) -> row(out, kind.toLowerCase(Locale.ROOT).replace('_', ' '), recall));
        if (!report.recallByClass().isEmpty()) {
            row(out, "all with digits, e-mail, URL", report.recall(DIGITS));
            row(out, "names", report.recall(List.of("NAME", "PATIENT")));
            row(out, "notes without a leak", report.leakFreeNotes());
        }
        row(out, "clinical terms kept", report.keptTerms());
        if (report.unchangedCleanNotes().of() > 0) {
            row(out, "clean notes unchanged", report.unchangedCleanNotes());
        }
        if (misses) {
            report.misses()
                    .forEach(miss -> out.printf(
                            "    %s, %d to %d: %s%n",
                            miss.noteId(),
                            miss.start(),
                            miss.end(),
                            miss.kind().equals("TERM") ? "term lost" : "left " + miss.kind()));
        }
        out.println();
    }

    private static void row(PrintWriter out, String name, Proportion p) {
        out.printf(
                Locale.ROOT,
                "  %-30s %5d of %5d  %6.2f %%  [%.2f, %.2f]%n",
                name,
                p.hits(),
                p.of(),
                100 * p.value(),
                100 * p.low(),
                100 * p.high());
    }

    private void speed(PrintWriter out, Deidentifier deidentifier, List<MarkedNote> all) {
        out.println("speed, one thread");
        List<String> texts = all.stream().map(MarkedNote::text).toList();
        rate(deidentifier, texts, seconds * NANOS);
        double usual = rate(deidentifier, texts, seconds * NANOS);
        out.printf(Locale.ROOT, "  %-30s %8.2f MB/s%n", "marked notes", usual);
        for (String piece : List.of("0123456789", "ABCDEFGHIJ", "((((", "Smith ", "1/2/", "a.a@", "1 1 1 ", "MRN: ")) {
            String text = piece.repeat(HOSTILE_CHARS / piece.length());
            double rate = rate(deidentifier, List.of(text), 1);
            out.printf(
                    Locale.ROOT,
                    "  %-30s %8.2f MB/s  %.1f x%n",
                    "a megabyte of \"" + piece.strip() + "\"",
                    rate,
                    usual / rate);
        }
    }

    /** Megabytes of UTF-8 a second that this thread had a core; what else the machine does costs nothing. */
    private static double rate(Deidentifier deidentifier, List<String> texts, long atLeast) {
        long bytes = 0;
        long start = THREADS.getCurrentThreadCpuTime();
        do {
            for (String text : texts) {
                deidentifier.deidentify(text, PatientContext.of("bench"));
                bytes += text.getBytes(StandardCharsets.UTF_8).length;
            }
        } while (THREADS.getCurrentThreadCpuTime() - start < atLeast);
        return bytes / 1e6 / ((THREADS.getCurrentThreadCpuTime() - start) / 1e9);
    }
}
