package org.residency.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.residency.scoring.ReasonedAnswer.Shape;

class ReasonedAnswerTest {
    @Test
    void takesAWellFormedCompletionApart() {
        assertThat(ReasonedAnswer.parse(
                        "<think>\nfever and cough\n</think>\n\nDiagnosis: flu ", ThinkTag.IN_COMPLETION))
                .isEqualTo(new ReasonedAnswer("fever and cough", "Diagnosis: flu", Shape.WELL_FORMED));
    }

    @Test
    void goesOnWhereThePromptOpenedTheReasoning() {
        assertThat(ReasonedAnswer.parse("fever</think>flu", ThinkTag.IN_PROMPT))
                .isEqualTo(new ReasonedAnswer("fever", "flu", Shape.WELL_FORMED));
        assertThat(ReasonedAnswer.parse("<think>fever</think>flu", ThinkTag.IN_PROMPT)
                        .isWellFormed())
                .isTrue();
        assertThat(ReasonedAnswer.parse("fever</think>flu", ThinkTag.IN_COMPLETION)
                        .shape())
                .isEqualTo(Shape.MALFORMED);
    }

    @Test
    void anUnclosedThoughtHasNoAnswer() {
        assertThat(ReasonedAnswer.parse("fever means flu", ThinkTag.IN_PROMPT))
                .isEqualTo(new ReasonedAnswer("fever means flu", "", Shape.UNCLOSED));
        assertThat(ReasonedAnswer.parse("<think>fever", ThinkTag.IN_COMPLETION).answer())
                .isEmpty();
    }

    @Test
    void aCompletionWithoutTagsIsAllAnswer() {
        assertThat(ReasonedAnswer.parse("flu", ThinkTag.IN_COMPLETION))
                .isEqualTo(new ReasonedAnswer("", "flu", Shape.NO_REASONING));
    }

    @Test
    void tagsTooManyOrNothingBetweenOrAfterThemIsMalformed() {
        for (String completion : new String[] {
            "<think></think>flu",
            "<think>a</think>",
            "<think>a</think>flu<think>",
            "<think>a</think>b</think>flu",
            "<think><think>a</think>flu",
            "so <think>a</think>flu",
            "flu <think>"
        }) {
            assertThat(ReasonedAnswer.parse(completion, ThinkTag.IN_COMPLETION).shape())
                    .as(completion)
                    .isEqualTo(Shape.MALFORMED);
        }
    }

    @Test
    void neverThrowsAndNeverLeavesATagInTheAnswerOfAWellFormedCompletion() {
        String[] pieces = {"<think>", "</think>", "a", " ", "\n", "<", "think>", "</"};
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(9); j > 0; j--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            ReasonedAnswer parsed = ReasonedAnswer.parse(
                    text.toString(), random.nextBoolean() ? ThinkTag.IN_PROMPT : ThinkTag.IN_COMPLETION);
            if (parsed.isWellFormed()) {
                assertThat(parsed.answer()).isNotEmpty().doesNotContain("<think>", "</think>");
                assertThat(parsed.reasoning()).isNotEmpty();
            }
        }
    }
}
