package org.residency.deidentification.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.CloseableIterator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.clinic.ClinicNotes;
import org.residency.clinic.GeneratorSettings;
import org.residency.clinic.Split;
import org.residency.deidentification.Auditor;
import org.residency.deidentification.DeidentificationKey;
import org.residency.deidentification.Deidentifier;
import org.residency.deidentification.KnownPatients;
import org.residency.deidentification.PatientContext;
import org.residency.deidentification.ReplacementMode;

/** The same notes in every form of file, in one thread and in four; {@code -Dnotes=10000} for more of them. */
class EveryFormatTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DeidentifyFile command = new DeidentifyFile(
            new Deidentifier(DeidentificationKey.of(new byte[32]), ReplacementMode.SURROGATE), new Auditor());

    @TempDir
    Path folder;

    private List<String> notes;

    @BeforeEach
    void generate() {
        notes = ClinicNotes.generate(new GeneratorSettings(11, Integer.getInteger("notes", 200), Split.TRAINING))
                .map(note -> note.question())
                .toList();
    }

    @Test
    void givesTheSameNotesInEveryFormAndInFourThreads() throws IOException {
        String expected = digest(texts());

        assertThat(expected).isNotEqualTo(digest(notes));
        for (int threads : List.of(1, 4)) {
            assertThat(Map.of(
                            "jsonl", digest(lines(threads)),
                            "json", digest(array(threads)),
                            "csv", digest(csv(threads)),
                            "parquet", digest(parquet(threads)),
                            "folder", digest(folder(threads))))
                    .allSatisfy((form, found) -> {
                        System.out.printf("%6d notes, %d thread(s), %-8s %s%n", notes.size(), threads, form, found);
                        assertThat(found).as(form).isEqualTo(expected);
                    });
        }
    }

    /** Each note by itself, as the library has it. */
    private List<String> texts() {
        Deidentifier deidentifier = new Deidentifier(DeidentificationKey.of(new byte[32]), ReplacementMode.SURROGATE);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < notes.size(); i++) {
            texts.add(deidentifier
                    .deidentify(notes.get(i), PatientContext.of("note " + (i + 1)))
                    .text());
        }
        return texts;
    }

    private List<String> lines(int threads) throws IOException {
        Path in = folder.resolve("in.jsonl");
        try (Writer out = Files.newBufferedWriter(in)) {
            for (String note : notes) {
                out.write(row(note) + "\n");
            }
        }
        List<String> texts = new ArrayList<>();
        for (String line : Files.readAllLines(run(in, "jsonl", threads))) {
            texts.add(JSON.readTree(line).get("note").asText());
        }
        return texts;
    }

    private List<String> array(int threads) throws IOException {
        Path in = folder.resolve("in.json");
        JSON.writeValue(in.toFile(), notes.stream().map(EveryFormatTest::row).toList());
        List<String> texts = new ArrayList<>();
        for (JsonNode row : JSON.readTree(run(in, "json", threads).toFile())) {
            texts.add(row.get("note").asText());
        }
        return texts;
    }

    private static ObjectNode row(String note) {
        return JSON.createObjectNode().put("note", note);
    }

    private List<String> csv(int threads) throws IOException {
        Path in = folder.resolve("in.csv");
        CsvMapper csv =
                CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"note"});
        notes.forEach(note -> rows.add(new String[] {note}));
        csv.writeValue(in.toFile(), rows);
        List<String> texts = new ArrayList<>();
        for (String[] row : csv.readValue(run(in, "csv", threads).toFile(), String[][].class)) {
            texts.add(row[0]);
        }
        return texts.subList(1, texts.size());
    }

    /** A row of Parquet. */
    public record Row(String note) {}

    private List<String> parquet(int threads) throws IOException {
        Path in = folder.resolve("in.parquet");
        try (OutputStream out = Files.newOutputStream(in);
                CarpetWriter<Row> writer = new CarpetWriter<>(out, Row.class)) {
            for (String note : notes) {
                writer.write(new Row(note));
            }
        }
        List<String> texts = new ArrayList<>();
        try (CloseableIterator<Row> rows =
                new CarpetReader<>(run(in, "parquet", threads).toFile(), Row.class).iterator()) {
            rows.forEachRemaining(row -> texts.add(row.note()));
        }
        return texts;
    }

    private List<String> folder(int threads) throws IOException {
        Path in = Files.createDirectories(folder.resolve("in-texts"));
        for (int i = 0; i < notes.size(); i++) {
            Files.writeString(in.resolve("%06d.txt".formatted(i)), notes.get(i));
        }
        Path out = run(in, "texts", threads);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < notes.size(); i++) {
            texts.add(Files.readString(out.resolve("%06d.txt".formatted(i))));
        }
        return texts;
    }

    private Path run(Path in, String ending, int threads) throws IOException {
        Path out = folder.resolve("out-" + threads + "." + ending);
        DeidentifyFile.Outcome outcome = command.run(new DeidentifyFile.Request(
                in, out, Optional.empty(), List.of(), Optional.empty(), threads, 0, false, KnownPatients.none()));
        assertThat(outcome.report().noteCount()).isEqualTo(notes.size());
        assertThat(outcome.quarantinedCount()).isZero();
        return out;
    }

    private static String digest(List<String> texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                digest.update(text.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
