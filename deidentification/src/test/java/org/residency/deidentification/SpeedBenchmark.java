package org.residency.deidentification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.residency.clinic.ClinicNotes;
import org.residency.clinic.GeneratorSettings;
import org.residency.clinic.Split;
import org.residency.deidentification.quality.MarkedNote;
import org.residency.deidentification.quality.MarkedNotes;

/** How long 100,000 characters take on one core: notes of the demo, dense notes, and texts that are made to be slow. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 4)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SpeedBenchmark {
    private static final int CHARS = 100_000;

    /** A kind of notes, or a piece of text that is said again without end. */
    @Param({"demo", "prose", "marked", "0123456789", "ABCDEFGHIJ", "((((", "1/2/", "a.a@", "Smith-Jones", "St. "})
    public String input;

    private final Deidentifier deidentifier =
            new Deidentifier(DeidentificationKey.of(new byte[32]), ReplacementMode.SURROGATE);
    private final Auditor auditor = new Auditor();
    private List<String> texts;

    /** Gathers whole notes until they have the length. */
    @Setup
    public void gather() throws IOException {
        texts = switch (input) {
            case "demo" ->
                upTo(ClinicNotes.generate(new GeneratorSettings(1, 500, Split.TRAINING))
                        .map(note -> note.question())
                        .toList());
            case "prose" ->
                upTo(ClinicNotes.generate(new GeneratorSettings(1, 500, Split.TRAINING))
                        .map(note -> note.reasoning() + "\n" + note.answer())
                        .toList());
            case "marked" ->
                upTo(MarkedNotes.read(Path.of("src/test/resources/notes/hard.txt")).stream()
                        .map(MarkedNote::text)
                        .toList());
            default -> List.of(input.repeat(CHARS / input.length()));
        };
    }

    private static List<String> upTo(List<String> notes) {
        List<String> enough = new ArrayList<>();
        int chars = 0;
        for (int i = 0; chars < CHARS; i = (i + 1) % notes.size()) {
            enough.add(notes.get(i));
            chars += notes.get(i).getBytes(StandardCharsets.UTF_8).length;
        }
        return enough;
    }

    /** Finding and replacing. */
    @Benchmark
    public void deidentify(Blackhole hole) {
        for (String text : texts) {
            hole.consume(deidentifier.deidentify(text, PatientContext.of("p")));
        }
    }

    /** And the audit after it, as a file gets it. */
    @Benchmark
    public void deidentifyAndAudit(Blackhole hole) {
        for (String text : texts) {
            hole.consume(auditor.audit("n", deidentifier.deidentify(Map.of("text", text), PatientContext.of("p"))));
        }
    }
}
