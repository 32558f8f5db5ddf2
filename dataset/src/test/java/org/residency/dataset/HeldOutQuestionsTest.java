package org.residency.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.dataset.CleaningPolicy.Contamination;
import org.residency.dataset.CleaningPolicy.Reasoning;

class HeldOutQuestionsTest {

    private static final String ENDING = " Which of the following is the most likely diagnosis in this patient?";

    private final Random random = new Random(3);
    private final String asked = "A man has " + Fixture.sentence(random) + " and then " + Fixture.sentence(random);

    @TempDir
    Path folder;

    @Test
    void findsAQuestionThatALongerTextQuotes() {
        HeldOutQuestions heldOut = new HeldOutQuestions(1, i -> asked);
        String quoting =
                "%s. As in the exam: %s. %s".formatted(Fixture.sentence(random), asked, Fixture.sentence(random));

        assertThat(heldOut.areHeldBy(held(quoting), 0.7)).isTrue();
        assertThat(heldOut.areHeldBy(held(Fixture.sentence(random) + Fixture.sentence(random)), 0.7))
                .isFalse();
    }

    @Test
    void wantsAsLargeAShareAsIsSaid() {
        HeldOutQuestions heldOut = new HeldOutQuestions(1, i -> asked);
        String half = asked.substring(0, asked.length() / 2);

        assertThat(heldOut.areHeldBy(held(half), 0.7)).isFalse();
        assertThat(heldOut.areHeldBy(held(half), 0.2)).isTrue();
    }

    @Test
    void takesWhatManyQuestionsShareForTheirForm() {
        List<String> heldOut = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            heldOut.add(Fixture.sentence(random) + ENDING);
        }

        assertThat(new HeldOutQuestions(heldOut.size(), heldOut::get)
                        .areHeldBy(held(Fixture.sentence(random) + ENDING), 0.3))
                .isFalse();
    }

    @Test
    void dropsAndCountsSuchCasesOrRefusesTheFile() throws IOException {
        List<String> rows = new ArrayList<>();
        rows.add(row(asked, "because", "test"));
        for (int i = 0; i < 6; i++) {
            rows.add(row("Case %d: %s".formatted(i, Fixture.sentence(random)), Fixture.sentence(random), "train"));
        }
        rows.add(row("Case 7: " + Fixture.sentence(random), "We know one like it: " + asked, "train"));
        Path file = Files.write(folder.resolve("rows.jsonl"), rows);

        PreparedDataset prepared = builder(Contamination.DROP).build(file);

        assertThat(prepared.counts().dropped()).containsEntry(DropReason.HOLDS_HELD_OUT_QUESTION, 1L);
        assertThat(prepared.parts().get(SplitName.TRAIN)).hasSize(6);
        assertThatThrownBy(() -> builder(Contamination.REFUSE).build(file))
                .isInstanceOf(InvalidDatasetException.class)
                .hasMessageContaining("1 training cases hold most of a question that is held out");
    }

    private static DatasetBuilder builder(Contamination contamination) {
        return new DatasetBuilder(
                ColumnMap.byName(),
                new CleaningPolicy(Reasoning.OPTIONAL, 20_000, 100, 0.7, contamination),
                new SplitPolicy(0, 0.1, 1, 0.8));
    }

    private static String row(String question, String reasoning, String split) {
        return "{\"question\":\"%s\",\"reasoning\":\"%s\",\"answer\":\"a %s\",\"split\":\"%s\"}"
                .formatted(question, reasoning, question.hashCode(), split);
    }

    private static ClinicalCase held(String question) {
        return Fixture.caseOf(question, null, null);
    }
}
