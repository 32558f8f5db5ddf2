package org.residency.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.dataset.CleaningPolicy.Contamination;
import org.residency.dataset.CleaningPolicy.Reasoning;

/** What was made of these rows when cases were still held in memory must be made of them for good. */
class FrozenDigestTest {

    @TempDir
    Path folder;

    @Test
    void holdsForDuplicatesPatientsGivenSplitsAndQuotedQuestions() throws IOException {
        List<String> rows = HardRows.of(2_000, 7);

        PreparedDataset prepared = build(rows);

        assertThat(prepared.digest()).isEqualTo("5ae4b50df4828dcbacab56d4d7807eb892819d08884ff527a7ab1996ef8f1e3e");
        assertThat(prepared.clusterCount()).isEqualTo(261);
        assertThat(prepared.counts())
                .isEqualTo(new RowCounts(
                        2_000,
                        1_900,
                        Map.of(
                                DropReason.EXACT_DUPLICATE, 78L,
                                DropReason.OVER_PATIENT_CAP, 16L,
                                DropReason.LEAKS_INTO_HELD_OUT, 1L,
                                DropReason.HOLDS_HELD_OUT_QUESTION, 5L)));
    }

    @Test
    void doesNotDependOnTheOrderOfRows() throws IOException {
        List<String> rows = new ArrayList<>(HardRows.of(600, 8));
        String digest = build(rows).digest();
        Collections.shuffle(rows, new Random(3));

        assertThat(build(rows).digest()).isEqualTo(digest);
    }

    @Test
    void doesNotDependOnTheNumberOfFilesOrTheirOrder() throws IOException {
        List<String> rows = HardRows.of(600, 8);
        PreparedDataset whole = build(rows);
        List<Path> files = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += 97) {
            Path file = folder.resolve("part-" + from + ".jsonl");
            files.add(Files.write(file, rows.subList(from, Math.min(rows.size(), from + 97))));
        }
        Collections.shuffle(files, new Random(5));

        try (CaseSpool spool = CaseSpool.in(folder)) {
            PreparedDataset parts = builder().build(files, spool);
            assertThat(parts.digest()).isEqualTo(whole.digest());
            assertThat(parts.counts()).isEqualTo(whole.counts());
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.spool");
    }

    @Test
    void namesTheFileAndTheLineAmongMany() throws IOException {
        List<String> rows = HardRows.of(30, 8);
        Path good = Files.write(folder.resolve("good.jsonl"), rows);
        Path broken = Files.write(folder.resolve("broken.jsonl"), List.of(rows.get(0), "{\"question\": Roe"));
        Path other = Files.write(folder.resolve("other.jsonl"), List.of("{\"answer\":\"a\",\"Frage\":\"q\"}"));

        try (CaseSpool spool = CaseSpool.in(folder)) {
            assertThatThrownBy(() -> builder().build(List.of(good, broken), spool))
                    .hasMessageContaining("broken.jsonl, line 2: broken JSON")
                    .hasMessageNotContaining("Roe");
            assertThatThrownBy(() -> builder().build(List.of(good, other), spool))
                    .hasMessageContaining(
                            "other.jsonl, column for question: not found, expected question as in the other");
        }
    }

    private PreparedDataset build(List<String> rows) throws IOException {
        Path file = Files.write(folder.resolve("rows.jsonl"), rows);
        return builder().build(file);
    }

    private static DatasetBuilder builder() {
        return new DatasetBuilder(
                ColumnMap.byName(),
                new CleaningPolicy(Reasoning.OPTIONAL, 20_000, 3, 0.7, Contamination.DROP),
                SplitPolicy.standard());
    }
}
