package org.residency.deidentification.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CloseableIterator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.deidentification.AuditReport;
import org.residency.deidentification.Auditor;
import org.residency.deidentification.DeidentificationKey;
import org.residency.deidentification.Deidentifier;
import org.residency.deidentification.InvalidFileException;
import org.residency.deidentification.KnownPatients;
import org.residency.deidentification.PhiClass;
import org.residency.deidentification.ReplacementMode;

class DeidentifyFileTest {
    private final DeidentifyFile command = new DeidentifyFile(
            new Deidentifier(
                    DeidentificationKey.of("a key for tests only".getBytes(StandardCharsets.UTF_8)),
                    ReplacementMode.MASK),
            new Auditor());

    @TempDir
    Path folder;

    @Test
    void readsAndWritesJsonLines() throws IOException {
        Path in = write("n.jsonl", "{\"id\":\"p7\",\"note\":\"Mr. Zyxwell, MRN 4821903.\",\"n\":1}\n");
        AuditReport report = command.run(in, folder.resolve("o.jsonl"), List.of("note"), Optional.of("id"));

        assertThat(Files.readString(folder.resolve("o.jsonl")))
                .matches("\\{\"id\":\"[0-9a-f]{16}\",\"note\":\"Mr. \\[NAME], MRN \\[MEDICAL_RECORD].\",\"n\":1}\n");
        assertThat(report.noteCount()).isEqualTo(1);
        assertThat(report.replacedByClass())
                .containsEntry(PhiClass.NAME, 1L)
                .containsEntry(PhiClass.MEDICAL_RECORD, 1L);
        assertThat(report.isClean()).isTrue();
    }

    @Test
    void readsAndWritesJsonCsvAndText() throws IOException {
        Path json = write("n.json", "[{\"note\":\"Dr. Zyxwell\"},{\"note\":\"cough\"}]");
        Path csv = write("n.csv", "age,note\n54,\"Dr. Zyxwell, \"\"now\"\"\"\n");
        Path text = write("n.txt", "Seen by Dr. Zyxwell.\nCough.\n");

        assertThat(run(json, "o.json")).contains("Dr. [NAME]").contains("cough");
        assertThat(run(csv, "o.csv")).isEqualTo("age,note\n54,\"Dr. [NAME], \"\"now\"\"\"\n");
        assertThat(run(text, "o.txt")).isEqualTo("Seen by Dr. [NAME].\nCough.\n");
    }

    @Test
    void refusesBadInputWithoutQuotingItAndWritesNothing() throws IOException {
        refused(folder.resolve("none.txt"), "no such file");
        refused(write("e.txt", " \n"), "the file is empty");
        refused(write("b.jsonl", "{\"note\":\"ok\"}\n{\"note\": Zyxwell}\n"), "line 2", "broken JSON");
        refused(write("f.jsonl", "{\"text\":\"Zyxwell\"}\n"), "row 1, field note", "fields are text");
        refused(write("c.csv", "text\nZyxwell\n"), "column note", "its columns are text");
        refused(Files.write(folder.resolve("l.txt"), new byte[] {(byte) 0xE8, 'a'}), "not UTF-8");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith("out"));
        }
    }

    @Test
    void givesTheSameInEveryFormAndInFourThreads() throws IOException {
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            notes.add("Mr. Zyxwell" + (char) ('a' + i % 26) + " was seen on 2024-03-" + (10 + i % 19) + ", BP 120/80.");
        }
        StringBuilder lines = new StringBuilder();
        StringBuilder csv = new StringBuilder("note\n");
        notes.forEach(note -> {
            lines.append("{\"note\":\"").append(note).append("\"}\n");
            csv.append('"').append(note).append("\"\n");
        });
        Path texts = Files.createDirectories(folder.resolve("texts"));
        for (int i = 0; i < notes.size(); i++) {
            Files.writeString(texts.resolve("%03d.txt".formatted(i)), notes.get(i));
        }
        Path one = write("n.jsonl", lines.toString());
        List<String> expected = run(one, "o.jsonl")
                .lines()
                .map(line -> line.substring(9, line.length() - 2))
                .toList();

        assertThat(expected).hasSize(200).noneMatch(line -> line.contains("Zyxwell"));
        DeidentifyFile.Outcome four = command.run(new DeidentifyFile.Request(
                one,
                folder.resolve("four.jsonl"),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                4,
                0,
                false,
                KnownPatients.none()));
        assertThat(folder.resolve("four.jsonl")).hasSameTextualContentAs(folder.resolve("o.jsonl"));
        assertThat(four.report().noteCount()).isEqualTo(200);
        assertThat(run(write("n.csv", csv.toString()), "o.csv").lines().skip(1).map(line -> line.replace("\"", "")))
                .containsExactlyElementsOf(expected);
        command.run(texts, folder.resolve("out-texts"), List.of(), Optional.empty());
        for (int i = 0; i < notes.size(); i++) {
            assertThat(Files.readString(folder.resolve("out-texts").resolve("%03d.txt".formatted(i))))
                    .isEqualTo(expected.get(i));
        }
    }

    @Test
    void readsAndWritesParquetAndKeepsTheOtherColumns() throws IOException {
        Path in = folder.resolve("n.parquet");
        MessageType schema = MessageTypeParser.parseMessageType(
                "message notes { required int32 n; optional binary note (STRING); repeated double x; }");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(in))
                .withType(schema)
                .build()) {
            writer.write(new SimpleGroup(schema)
                    .append("n", 7)
                    .append("note", "Dr. Zyxwell")
                    .append("x", 1.5)
                    .append("x", 2.5));
            writer.write(new SimpleGroup(schema).append("n", 8));
        }
        command.run(in, folder.resolve("o.parquet"), List.of(), Optional.empty());

        try (CloseableIterator<Map> rows =
                new CarpetReader<>(folder.resolve("o.parquet").toFile(), Map.class).iterator()) {
            assertThat(rows.next().toString()).isEqualTo("{n=7, note=Dr. [NAME], x=[1.5, 2.5]}");
            assertThat(rows.next().toString()).startsWith("{n=8, note=null");
        }
    }

    @Test
    void leavesANoteOutThatTheAuditObjectsTo() throws IOException {
        // A code that no rule of the detectors takes for one, and the audit does.
        Path in = write("n.jsonl", "{\"note\":\"cough\"}\n{\"note\":\"x@y\"}\n{\"note\":\"fever\"}\n");
        DeidentifyFile.Outcome outcome =
                command.run(DeidentifyFile.Request.of(in, folder.resolve("o.jsonl"), List.of(), Optional.empty()));

        assertThat(Files.readString(folder.resolve("o.jsonl")))
                .isEqualTo("{\"note\":\"cough\"}\n{\"note\":\"fever\"}\n");
        assertThat(outcome.quarantined()).containsExactly("row 2");
        assertThat(outcome.report().noteCount()).isEqualTo(3);
    }

    @Test
    void removesWhatTheRecordKnowsInShortFormsAndMistyped() throws IOException {
        Path known = write(
                "known.jsonl",
                "{\"patient\":\"p7\",\"names\":[\"Vexleyman, Robert\"],\"values\":[\"QQ-12\"]}\n{\"names\":[\"Ottoline\"]}\n");
        Path in = write(
                "n.jsonl", "{\"id\":\"p7\",\"note\":\"we told bob vexlyeman and ottoline that qq-12 is fine\"}\n");
        command.run(new DeidentifyFile.Request(
                in,
                folder.resolve("o.jsonl"),
                Optional.empty(),
                List.of("note"),
                Optional.of("id"),
                1,
                0,
                true,
                KnownPatients.read(known)));

        assertThat(Files.readString(folder.resolve("o.jsonl")))
                .contains("we told ")
                .contains(" is fine")
                .doesNotContainIgnoringCase("bob")
                .doesNotContain("vexlyeman", "ottoline", "qq-12");
    }

    @Test
    void refusesToOverwriteWhatItReads() throws IOException {
        Path in = write("n.txt", "Dr. Zyxwell");

        assertThatThrownBy(() -> command.run(in, in, List.of(), Optional.empty()))
                .hasMessageContaining("is also the file that is read");
    }

    private void refused(Path in, String... parts) {
        List<String> fields = in.toString().endsWith(".txt") ? List.of() : List.of("note");
        assertThatThrownBy(() -> command.run(in, folder.resolve("out"), fields, Optional.empty()))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContainingAll(parts)
                .message()
                .doesNotContain("Zyxwell");
    }

    private String run(Path in, String out) throws IOException {
        command.run(in, folder.resolve(out), List.of(), Optional.empty());
        return Files.readString(folder.resolve(out));
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
