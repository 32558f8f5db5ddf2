package org.residency.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RewardTest {
    private final CompositeReward standard = CompositeReward.standard(new AnswerMatcher());

    @Test
    void aRightAndWellFormedCompletionEarnsTheSumOfItsParts() {
        RewardValue value = standard.reward(input("fever and cough</think>Diagnosis: flu", 10));

        assertThat(value.total()).isCloseTo(1.2, within(1e-12));
        assertThat(value.parts().keySet()).containsExactly("correctness", "format", "length", "repetition");
    }

    @Test
    void theRightAnswerInsideTheReasoningEarnsNothing() {
        assertThat(standard.reward(input("Diagnosis: flu, so flu</think>Diagnosis: cold", 10))
                        .parts())
                .containsEntry("correctness", 0.0);
        assertThat(standard.reward(input("Diagnosis: flu", 10)).total()).isZero();
    }

    @Test
    void repeatingTheFormEarnsNoMoreAndLosesTheFormat() {
        double once = standard.reward(input("fever</think>Diagnosis: flu", 10)).total();
        double twice = standard.reward(input("fever</think>Diagnosis: flu<think>fever</think>Diagnosis: flu", 20))
                .total();

        assertThat(twice).isLessThan(once);
    }

    @Test
    void lengthIsFreeUpToFourFifthsAndFallsInALineToMinusOne() {
        LengthPenalty penalty = new LengthPenalty();

        assertThat(penalty.reward(input("x", 80))).isZero();
        assertThat(penalty.reward(input("x", 90))).isCloseTo(-0.5, within(1e-12));
        assertThat(penalty.reward(input("x", 100))).isCloseTo(-1, within(1e-12));
    }

    @Test
    void aLoopIsPenalisedAndProseIsNot() {
        RepetitionPenalty penalty = new RepetitionPenalty();

        assertThat(penalty.reward(input("the note shows fever and cough which point to flu", 10)))
                .isZero();
        assertThat(penalty.reward(input("", 0))).isZero();
        // 300 words, 298 triples, three of them distinct: 1 - 3/298 repeated, a tenth free.
        assertThat(penalty.reward(input("no more fever ".repeat(100), 90)))
                .isCloseTo((0.1 - (1 - 3 / 298.0)) / 0.9, within(1e-12));
    }

    @Test
    void refusesRewardsThatCannotBeToldApartOrAreNegative() {
        WeightedReward format = new WeightedReward(new FormatReward(), 1);

        assertThatThrownBy(() -> new CompositeReward(List.of(format, format))).hasMessageContaining("format");
        assertThatThrownBy(() -> new CompositeReward(List.of())).hasMessageContaining("at least one");
        assertThatThrownBy(() -> new WeightedReward(new FormatReward(), -1)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> input("x", 101)).hasMessageContaining("tokenCount is 101");
    }

    private static RewardInput input(String completion, int tokenCount) {
        return RewardInput.of(completion, ThinkTag.IN_PROMPT, "flu", tokenCount, 100);
    }
}
