package org.residency.deidentification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
