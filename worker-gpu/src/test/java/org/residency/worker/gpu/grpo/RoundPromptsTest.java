package org.residency.worker.gpu.grpo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.residency.activities.grpo.GrpoSettings;

class RoundPromptsTest {

    @Test
    void takesEveryCaseOnceBeforeAnyComesUpAgain() {
        List<Integer> firstPass = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            firstPass.addAll(RoundPrompts.of(settings(5, 1), round, 0, 20));
        }
        assertThat(firstPass).hasSize(20).doesNotHaveDuplicates();
        assertThat(RoundPrompts.of(settings(5, 1), 4, 0, 20)).isNotEqualTo(firstPass.subList(0, 5));
    }

    @Test
    void neverHasACaseTwiceInARound() {
        IntStream.range(0, 30)
                .forEach(round -> assertThat(RoundPrompts.of(settings(6, 1), round, 0, 7))
                        .doesNotHaveDuplicates()
                        .hasSizeBetween(3, 6));
        assertThat(RoundPrompts.of(settings(50, 1), 3, 0, 7)).hasSize(7);
    }

    @Test
    void cutsARoundIntoPartsThatAreTheWhole() {
        List<Integer> parts = new ArrayList<>();
        for (int part = 0; part < 3; part++) {
            parts.addAll(RoundPrompts.of(settings(10, 3), 1, part, 100));
        }
        assertThat(parts).isEqualTo(RoundPrompts.of(settings(10, 1), 1, 0, 100));
        assertThat(new HashSet<>(parts)).hasSize(10);
    }

    private static GrpoSettings settings(int promptsPerRound, int parts) {
        return new ObjectMapper()
                .convertValue(
                        Map.of("promptsPerRound", promptsPerRound, "samplingParts", parts, "seed", 11),
                        GrpoSettings.class);
    }
}
