package org.residency.llm.sft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.residency.llm.LanguageModel;
import org.residency.llm.testing.Reference;

class ExampleSetTest {

    @Test
    void cutsTheMiddleOfTheReasoningAndNeverTheAnswer() {
        ExampleSet.Lesson fits = lesson("Fever.", "Short.");
        ExampleSet.Lesson tooLong = lesson("Fever.", "First this. " + "Then that. ".repeat(40) + "So it ends.");
        ExampleSet.Lesson hopeless = lesson("Fever. ".repeat(100), "Short.");

        try (LanguageModel model = Reference.tinyModel()) {
            ExampleSet set =
                    ExampleSet.of(List.of(fits, tooLong, hopeless), model.reasoningFormat(), model.tokenizer(), 100);

            assertThat(set.examples()).hasSize(2);
            assertThat(set.shortened()).isEqualTo(1);
            assertThat(set.dropped()).isEqualTo(1);
            SftExample cut = set.examples().get(1);
            assertThat(cut.size()).isEqualTo(100);
            assertThat(model.tokenizer().decodeWithSpecialTokens(cut.target()))
                    .startsWith("First this.")
                    .contains("So it ends.\n</think>\n\nDiagnosis: flu")
                    .endsWith(model.chatTemplate().endToken());
        }
    }

    private static ExampleSet.Lesson lesson(String question, String reasoning) {
        return new ExampleSet.Lesson(question, reasoning, "Diagnosis: flu");
    }
}
