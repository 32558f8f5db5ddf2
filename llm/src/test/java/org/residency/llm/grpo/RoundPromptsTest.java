package org.residency.llm.grpo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundPromptsTest {

    @Test
    void takesEveryCaseOnceBeforeAnyComesUpAgain() {
        List<Integer> firstPass = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            firstPass.addAll(new RoundPrompts(5, 1, 11).of(round, 0, 20));
        }
        assertThat(firstPass).hasSize(20).doesNotHaveDuplicates();
        assertThat(new RoundPrompts(5, 1, 11).of(4, 0, 20)).isNotEqualTo(firstPass.subList(0, 5));
    }

    @Test
    void neverHasACaseTwiceInARound() {
        IntStream.range(0, 30)
                .forEach(round -> assertThat(new RoundPrompts(6, 1, 11).of(round, 0, 7))
                        .doesNotHaveDuplicates()
                        .hasSizeBetween(3, 6));
        assertThat(new RoundPrompts(50, 1, 11).of(3, 0, 7)).hasSize(7);
    }

    @Test
    void givesOtherCasesInPlaceBeforeTheRoundsOwn() {
        RoundPrompts prompts = new RoundPrompts(5, 11);
        List<Integer> own = prompts.of(2, 0, 20);
        List<Integer> first = prompts.inPlace(2, 0, 7, 20);
        List<Integer> second = prompts.inPlace(2, 7, 8, 20);
        assertThat(first).hasSize(7).doesNotHaveDuplicates().doesNotContainAnyElementsOf(own);
        assertThat(second).hasSize(8).doesNotContainAnyElementsOf(own).doesNotContainAnyElementsOf(first);
        assertThat(prompts.inPlace(2, 15, 5, 20)).containsExactlyElementsOf(own);
        assertThat(prompts.inPlace(2, 20, 7, 20)).isEqualTo(first);
        assertThat(prompts.inPlace(3, 0, 7, 20)).isNotEqualTo(first);
        assertThat(prompts.inPlace(0, 0, 50, 3)).hasSize(3);
    }

    @Test
    void samplesEachTimeFromAnotherSeed() {
        RoundPrompts prompts = new RoundPrompts(5, 11);
        assertThat(prompts.samplingSeed(7, 0)).isEqualTo(11 * 1_000_003L + 7);
        assertThat(prompts.samplingSeed(7, 1)).isNotEqualTo(prompts.samplingSeed(7, 0));
    }

    @Test
    void cutsARoundIntoPartsThatAreTheWhole() {
        List<Integer> parts = new ArrayList<>();
        for (int part = 0; part < 3; part++) {
            parts.addAll(new RoundPrompts(10, 3, 11).of(1, part, 100));
        }
        assertThat(parts).isEqualTo(new RoundPrompts(10, 1, 11).of(1, 0, 100));
        assertThat(new HashSet<>(parts)).hasSize(10);
    }
}
