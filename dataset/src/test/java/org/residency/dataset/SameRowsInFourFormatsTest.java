package org.residency.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.dataset.Fixture.QuestionRow;

class SameRowsInFourFormatsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void haveOneDigest() throws IOException {
        List<QuestionRow> rows = Fixture.rows(60);
        PreparedDataset expected = build(json(rows));
        assertThat(expected.counts().kept()).isEqualTo(60);

        assertThat(build(jsonLines(Fixture.shuffled(rows))).digest()).isEqualTo(expected.digest());
        assertThat(build(csv(rows)).digest()).isEqualTo(expected.digest());
        assertThat(build(Fixture.parquet(folder.resolve("rows.parquet"), rows)).digest())
                .isEqualTo(expected.digest());
        assertThat(build(keyed(rows)).digest()).isEqualTo(expected.digest());
    }

    @Test
    void haveAnotherDigestWhenOneCharacterDiffers() throws IOException {
        List<QuestionRow> rows = Fixture.rows(60);
        String digest = build(json(rows)).digest();
        List<QuestionRow> changed = new ArrayList<>(rows);
        QuestionRow first = rows.get(0);
        changed.set(0, new QuestionRow(first.Question() + "x", first.Complex_CoT(), first.Response(), null));

        assertThat(build(json(changed)).digest()).isNotEqualTo(digest);
    }

    @Test
    void haveOneDigestForRealExamQuestions() throws IOException {
        Path real = Path.of("../../shared/data/medical-o1-demo.json");
        Assumptions.assumeTrue(Files.exists(real), "the real data is not beside this checkout");
        List<QuestionRow> rows = new ArrayList<>();
        for (JsonNode row : JSON.readTree(real.toFile())) {
            rows.add(new QuestionRow(
                    row.get("Question").asText(),
                    row.get("Complex_CoT").asText(),
                    row.get("Response").asText(),
                    null));
        }
        Collections.shuffle(rows, new Random(3));
        // Without the reference column, which the converted files do not carry.
        String expected = build(json(rows)).digest();

        assertThat(build(jsonLines(Fixture.shuffled(rows))).digest()).isEqualTo(expected);
        assertThat(build(csv(rows)).digest()).isEqualTo(expected);
        assertThat(build(Fixture.parquet(folder.resolve("real.parquet"), rows)).digest())
                .isEqualTo(expected);
        assertThat(build(real).counts().kept()).isEqualTo(rows.size());
    }

    private static PreparedDataset build(Path file) throws IOException {
        return new DatasetBuilder(ColumnMap.byName(), CleaningPolicy.standard(), SplitPolicy.standard()).build(file);
    }

    private Path json(List<QuestionRow> rows) throws IOException {
        return Fixture.write(
                folder, "rows.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsString(rows));
    }

    private Path keyed(List<QuestionRow> rows) throws IOException {
        var object = JSON.createObjectNode();
        for (int i = 0; i < rows.size(); i++) {
            object.set("k" + i, JSON.valueToTree(rows.get(i)));
        }
        return Fixture.write(folder, "keyed.json", object.toString());
    }

    private Path jsonLines(List<QuestionRow> rows) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (QuestionRow row : rows) {
            lines.append(JSON.writeValueAsString(row)).append('\n');
        }
        return Fixture.write(folder, "rows.jsonl", lines.toString());
    }

    private Path csv(List<QuestionRow> rows) throws IOException {
        CsvMapper csv = new CsvMapper();
        CsvSchema schema = csv.schemaFor(QuestionRow.class).withHeader();
        return Fixture.write(folder, "rows.csv", "\uFEFF" + csv.writer(schema).writeValueAsString(rows));
    }
}
