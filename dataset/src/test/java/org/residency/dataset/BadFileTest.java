package org.residency.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadFileTest {
    @TempDir
    Path folder;

    @Test
    void aMissingFileIsNamed() {
        refused(folder.resolve("none.json"), "none.json", "no such file");
    }

    @Test
    void aFolderIsRefused() throws IOException {
        refused(Files.createDirectory(folder.resolve("d.json")), "not a file");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        refused(Fixture.write(folder, "e.jsonl", " \n\n"), "the file is empty");
        refused(Fixture.write(folder, "f.json", ""), "the file is empty");
        refused(Fixture.write(folder, "g.json", "[]"), "no rows");
        refused(Fixture.write(folder, "h.csv", "question,answer\n"), "no rows");
    }

    @Test
    void brokenJsonIsNamedByItsLineAndNeverQuoted() throws IOException {
        Path lines = Fixture.write(
                folder, "b.jsonl", "{\"question\":\"q\",\"answer\":\"a\"}\n{\"question\":\"Mr Smith\" oops}\n");
        refused(lines, "b.jsonl, line 2", "broken JSON");
        Path array =
                Fixture.write(folder, "b.json", "[\n{\"question\":\"q\",\"answer\":\"a\"},\n{\"question\": Smith}\n]");
        refused(array, "b.json, line 3", "broken JSON");
        Path cut = Fixture.write(folder, "c.json", "[\n{\"question\":\"q\",\"answer\":\"a\"},\n{\"question\": \"Smi");
        refused(cut, "c.json, line 3", "broken JSON");
    }

    @Test
    void anotherEncodingIsNamedByLineAndByte() throws IOException {
        Path file = Files.write(
                folder.resolve("l.csv"), "question,answer\nfi\u00e8vre,grippe\n".getBytes(StandardCharsets.ISO_8859_1));
        refused(file, "line 2, byte 18", "not UTF-8");
        Path utf16 = Files.write(folder.resolve("u.jsonl"), "{\"a\":1}".getBytes(StandardCharsets.UTF_16));
        refused(utf16, "line 1, byte 0", "not UTF-8");
        Path cut = Files.write(folder.resolve("t.jsonl"), new byte[] {'{', '"', (byte) 0xC3});
        refused(cut, "byte 2", "not UTF-8");
    }

    @Test
    void aNulIsRefused() throws IOException {
        refused(Fixture.write(folder, "n.csv", "question,answer\nq\0,a\n"), "line 2", "NUL");
        refused(Fixture.write(folder, "n.json", "[{\"question\":\"q\\u0000\",\"answer\":\"a\"}]"), "row 1", "NUL");
    }

    @Test
    void aByteOrderMarkIsAccepted() throws IOException {
        Path file = Fixture.write(folder, "bom.json", "\uFEFF[{\"question\":\"q\",\"answer\":\"a\"}]");

        assertThat(build(file).counts().kept()).isEqualTo(1);
    }

    @Test
    void aShortOrUnclosedCsvRowIsNamed() throws IOException {
        refused(Fixture.write(folder, "s.csv", "question,answer\nq,a\nq\n"), "row 2", "1 values, expected 2");
        refused(Fixture.write(folder, "q.csv", "question,answer\n\"q,a\nq,a\n"), "q.csv");
    }

    @Test
    void aTruncatedParquetIsRefused() throws IOException {
        Path whole = Fixture.parquet(folder.resolve("w.parquet"), Fixture.rows(20));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.parquet"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        refused(cut, "cut.parquet", "broken Parquet");
        refused(Fixture.write(folder, "not.parquet", "question,answer"), "does not start as a Parquet file does");
    }

    @Test
    void aMissingColumnNamesTheNearest() throws IOException {
        Path file = Fixture.write(folder, "m.csv", "questoin,anwser,site\nq,a,x\n");
        refused(file, "column for question", "questoin", "--map question=COLUMN");
        assertThatThrownBy(() -> build(file, "question=questoin", "answer=answer"))
                .hasMessageContainingAll("column for answer", "looked for answer", "nearest columns are anwser");
    }

    @Test
    void aFileOfWhichEveryRowIsDroppedIsRefusedWithTheReasons() throws IOException {
        refused(
                Fixture.write(folder, "d.csv", "question,answer\n,a\nq,\nq,\n"),
                "every row was dropped (EMPTY_QUESTION 1, EMPTY_ANSWER 2)");
    }

    @Test
    void anUnknownSplitIsNamedByItsRow() throws IOException {
        refused(
                Fixture.write(folder, "p.csv", "question,answer,split\nq,a,train\nr,b,blue\n"),
                "row 2, column split",
                "none of train, validation and test");
    }

    private void refused(Path file, String... parts) {
        assertThatThrownBy(() -> build(file))
                .isInstanceOf(InvalidDatasetException.class)
                .hasMessageContainingAll(parts)
                .message()
                .doesNotContain("Smith");
    }

    private static PreparedDataset build(Path file, String... map) throws IOException {
        return new DatasetBuilder(
                        ColumnMap.of(java.util.List.of(map)), CleaningPolicy.standard(), SplitPolicy.standard())
                .build(file);
    }
}
