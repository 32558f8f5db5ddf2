package org.residency.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ColumnMapTest {
    private static final Path FILE = Path.of("cases.json");

    @Test
    void prefersTheColumnsMadeForReasoning() {
        CaseColumns columns = ColumnMap.byName()
                .resolve(
                        FILE,
                        Set.of("question", "answer", "Question", "Complex_CoT", "Response", "Ground-True Answer"));
        CaseDraft draft = columns.read(row(
                "question",
                "q",
                "answer",
                "A",
                "Question",
                "Q",
                "Complex_CoT",
                "C",
                "Response",
                "R",
                "Ground-True Answer",
                "G"));

        assertThat(draft.question()).isEqualTo("Q");
        assertThat(draft.reasoning()).contains("C");
        assertThat(draft.answer()).isEqualTo("R");
        assertThat(draft.reference()).contains("G");
    }

    @Test
    void takesNamedColumnsBeforeKnownNames() {
        CaseColumns columns = ColumnMap.of(List.of("question=a+b", "group.site=where"))
                .resolve(FILE, Set.of("question", "answer", "a", "b", "where", "groups.sex"));
        CaseDraft draft = columns.read(row("a", "one", "b", "two", "answer", "x", "where", "ward", "groups.sex", "f"));

        assertThat(draft.question()).isEqualTo("one\n\ntwo");
        assertThat(draft.groups()).isEqualTo(Map.of("site", "ward", "sex", "f"));
        assertThat(draft.reasoning()).isEmpty();
    }

    @Test
    void splitsCuesAtLineBreaks() {
        CaseDraft draft = ColumnMap.byName()
                .resolve(FILE, Set.of("question", "answer", "cues", "split"))
                .read(row("question", "q", "answer", "a", "cues", "fever\n\n cough ", "split", "held-out"));

        assertThat(draft.cues()).containsExactly("fever", "cough");
        assertThat(draft.predefinedSplit()).contains(SplitName.TEST);
    }

    @Test
    void refusesAnUnknownFieldAndAFieldTwice() {
        assertThatThrownBy(() -> ColumnMap.of(List.of("questoin=a")))
                .isInstanceOf(InvalidDatasetException.class)
                .hasMessageContainingAll("no field questoin", "question, reasoning, answer");
        assertThatThrownBy(() -> ColumnMap.of(List.of("answer=a", "answer=b"))).hasMessageContaining("mapped twice");
        assertThatThrownBy(() -> ColumnMap.of(List.of("answer"))).hasMessageContaining("expected field=column");
    }

    @Test
    void readsPubMedQaAsItComes() throws IOException {
        Path real = Path.of("../../shared/data/pubmedqa-pqal.json");
        Assumptions.assumeTrue(Files.exists(real), "the real data is not beside this checkout");
        assertThat(DatasetFile.at(real).format()).isEqualTo(DatasetFile.Format.JSON_OBJECT);

        PreparedDataset dataset =
                new DatasetBuilder(ColumnMap.byName(), CleaningPolicy.standard(), SplitPolicy.standard()).build(real);

        assertThat(dataset.counts().read()).isEqualTo(1000);
        assertThat(dataset.parts().get(SplitName.TRAIN).get(0).reference().orElseThrow())
                .isIn("yes", "no", "maybe");
    }

    private static Row row(String... namesAndValues) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], Optional.of(namesAndValues[i + 1]).get());
        }
        return new Row("row 1", values);
    }
}
