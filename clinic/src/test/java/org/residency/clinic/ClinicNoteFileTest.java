package org.residency.clinic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClinicNoteFileTest {
    @TempDir
    private Path folder;

    @Test
    void writesOneRowANoteWithTheDocumentedColumns() throws IOException {
        Path file = folder.resolve("notes.jsonl");
        long written = new ClinicNoteFile().write(file, notes(20));
        List<String> lines = Files.readAllLines(file);
        assertThat(written).isEqualTo(20);
        assertThat(lines).hasSize(20);
        JsonNode row = new ObjectMapper().readTree(lines.get(0));
        assertThat(row.fieldNames())
                .toIterable()
                .containsExactly(
                        "question",
                        "reasoning",
                        "answer",
                        "reference",
                        "patient",
                        "groups",
                        "cues",
                        "split",
                        "template");
        assertThat(row.get("split").asText()).isEqualTo("test");
        assertThat(row.get("groups").fieldNames()).toIterable().containsExactly("age", "sex");
    }

    @Test
    void writesTheSameBytesEachTime() throws IOException {
        new ClinicNoteFile().write(folder.resolve("first"), notes(50));
        new ClinicNoteFile().write(folder.resolve("second"), notes(50));
        assertThat(folder.resolve("first")).hasSameBinaryContentAs(folder.resolve("second"));
    }

    @Test
    void leavesNothingBehindWhenNotesFail() throws IOException {
        Stream<ClinicNote> failing = notes(5).peek(note -> {
            throw new IllegalStateException("planned");
        });
        assertThatThrownBy(() -> new ClinicNoteFile().write(folder.resolve("notes.jsonl"), failing))
                .hasMessage("planned");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private static Stream<ClinicNote> notes(int count) {
        return ClinicNotes.generate(new GeneratorSettings(3, count, Split.HELD_OUT));
    }
}
