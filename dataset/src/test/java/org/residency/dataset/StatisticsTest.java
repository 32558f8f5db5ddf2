package org.residency.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.residency.dataset.DatasetStatistics.History;

class StatisticsTest {

    private final StatisticsCount count = new StatisticsCount();

    @Test
    void countsSplitsPatientsGroupsWordsAndLengths() {
        for (int i = 0; i < 6; i++) {
            count.add(SplitName.TRAIN, of("three words here", "p" + i % 2, "ward", "north"));
        }
        count.add(SplitName.TEST, of("three words here", "p9", "ward", "north"));

        DatasetStatistics statistics = count.total(History.unknown());

        assertThat(statistics.cases()).containsExactly(Map.entry(SplitName.TRAIN, 6), Map.entry(SplitName.TEST, 1));
        assertThat(statistics.patients()).isEqualTo(3);
        assertThat(statistics.mostOfOnePatient()).isEqualTo(3);
        assertThat(statistics.groups().get("ward").get("north"))
                .containsExactly(Map.entry(SplitName.TRAIN, 6), Map.entry(SplitName.TEST, 1));
        assertThat(statistics.words()).isEqualTo(7 * 5);
        Histogram questions = statistics.lengths().get("question");
        assertThat(questions.least()).isEqualTo(16);
        assertThat(questions.most()).isEqualTo(16);
        assertThat(questions.counts().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(7);
    }

    @Test
    void namesNoValueThatFewCasesShare() {
        for (int i = 0; i < 5; i++) {
            count.add(SplitName.TRAIN, of("q", "p" + i, "ward", "north"));
        }
        count.add(SplitName.TRAIN, of("q", "p8", "ward", "Room of Mrs Quillonia"));
        count.add(SplitName.TEST, of("q", "p9", "ward", "Attic"));

        DatasetStatistics statistics = count.total(History.unknown());

        assertThat(statistics.groups().get("ward")).containsOnlyKeys("north", "(rarer values)");
        assertThat(StatisticsPage.of("d", statistics))
                .contains("(rarer values)")
                .doesNotContain("Quillonia", "Attic");
    }

    @Test
    void barsAddUpWhateverTheLengths() {
        Histogram histogram = Histogram.of(new int[] {0, 3, 999, 1000, 1999, 4321});

        assertThat(histogram.width()).isEqualTo(200);
        assertThat(histogram.counts()).hasSize(22);
        assertThat(histogram.counts().get(0)).isEqualTo(2);
        assertThat(histogram.counts().get(4)).isEqualTo(1);
        assertThat(histogram.counts().get(21)).isEqualTo(1);
        assertThat(histogram.median()).isEqualTo(1000);
        assertThat(Histogram.of(new int[0]).counts()).isEmpty();
    }

    @Test
    void drawsAPageThatNeedsNothingElseAndHoldsNoCase() {
        count.add(SplitName.TRAIN, of("Quillonia has a cough", "p-secret", "ward", "north"));
        History history = new History(9, Map.of("too long", 8), Map.of("MEDICAL_RECORD", 2), 1, 1, Map.of("NAME", 3));

        String page = StatisticsPage.of("a<b>", count.total(history));

        assertThat(page)
                .contains(
                        "a&lt;b&gt;", "<svg", "too long", "medical record", "of 1 audited cases quarantined", "333.33")
                .doesNotContain("Quillonia", "p-secret", "<script", "http");
    }

    @Test
    void tellsWhatIsNewGoneChangedAndMoved() {
        DatasetDifference.Digests first = new DatasetDifference.Digests();
        DatasetDifference.Digests second = new DatasetDifference.Digests();
        ClinicalCase stays = of("stays", "p1", "ward", "north");
        first.add(SplitName.TRAIN, stays);
        second.add(SplitName.TRAIN, stays);
        ClinicalCase moves = of("moves", "p2", "ward", "north");
        first.add(SplitName.TRAIN, moves);
        second.add(SplitName.TEST, moves);
        first.add(SplitName.TRAIN, of("changes", "p3", "ward", "north"));
        second.add(SplitName.TRAIN, of("changes", "p3", "ward", "south"));
        first.add(SplitName.TRAIN, of("goes", "p4", "ward", "north"));
        second.add(SplitName.TRAIN, of("comes", "p5", "ward", "north"));
        second.add(SplitName.TRAIN, of("comes too", "p5", "ward", "north"));

        assertThat(DatasetDifference.between(first, second)).isEqualTo(new DatasetDifference(2, 2, 1, 1, 1));
    }

    private static ClinicalCase of(String question, String patient, String group, String value) {
        return ClinicalCase.of(
                question,
                "because",
                "answer",
                Optional.empty(),
                Optional.of(patient),
                Optional.empty(),
                Map.of(group, value),
                List.of());
    }
}
