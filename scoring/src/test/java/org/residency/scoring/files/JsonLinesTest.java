package org.residency.scoring.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {

    @TempDir
    Path folder;

    @Test
    void givesBackEveryKindOfLine() throws IOException {
        RolloutGroupLine rollouts = new RolloutGroupLine(
                "c1", List.of(5, 6), List.of(new RolloutLine("a\n\"b\"", List.of(1, 2), List.of(-0.5, -1e-7), true)));
        RewardGroupLine rewards = new RewardGroupLine("c1", List.of(1.2), Map.of("format", List.of(1.0)));
        AnswerLine answer =
                new AnswerLine("c1", true, 2, 4, true, 0.5, OptionalDouble.empty(), 12, "flu", List.of("flu", "cold"));

        assertThat(throughFile(rollouts, RolloutGroupLine.class)).isEqualTo(rollouts);
        assertThat(throughFile(rewards, RewardGroupLine.class)).isEqualTo(rewards);
        assertThat(throughFile(answer, AnswerLine.class)).isEqualTo(answer);
    }

    @Test
    void writesTheCaseUnderItsShortName() throws IOException {
        Path file = folder.resolve("rewards.jsonl");
        JsonLines.write(file, List.of(new RewardGroupLine("c1", List.of(0.5), Map.of())));

        assertThat(file).hasContent("{\"case\":\"c1\",\"parts\":{},\"rewards\":[0.5]}\n");
    }

    @Test
    void keepsTheLogProbabilityOfAFloatToTheBit() throws IOException {
        float sampled = -1.2345678e-3f;
        RolloutGroupLine line = new RolloutGroupLine(
                "c", List.of(5), List.of(new RolloutLine("", List.of(7), List.of((double) sampled), false)));

        double read = throughFile(line, RolloutGroupLine.class)
                .completions()
                .get(0)
                .logProbabilities()
                .get(0);

        assertThat((float) read).isEqualTo(sampled);
    }

    @Test
    void namesFileAndLineAndQuotesNothing() throws IOException {
        Path file = folder.resolve("rollouts.jsonl");
        Files.writeString(file, "{\"case\":\"c1\",\"completions\":[{\"text\":\"Jane Roe\",\"tokens\":\"Jane\"}]}\n");

        assertThatThrownBy(() -> JsonLines.read(file, RolloutGroupLine.class))
                .isInstanceOf(InvalidLineException.class)
                .hasMessageContaining(file + ", line 1: field completions.tokens")
                .hasMessageNotContaining("Jane")
                .hasNoCause();
    }

    @Test
    void refusesBrokenJson() throws IOException {
        Path file = folder.resolve("rollouts.jsonl");
        Files.writeString(file, "{\"case\":\"Jane");

        assertThatThrownBy(() -> JsonLines.read(file, RolloutGroupLine.class))
                .isInstanceOf(InvalidLineException.class)
                .hasMessageContaining("line 1: broken JSON")
                .hasMessageNotContaining("Jane");
    }

    @Test
    void refusesACompletionWithTooFewLogProbabilities() {
        assertThatThrownBy(() -> new RolloutLine("a", List.of(1, 2), List.of(-0.5), true))
                .hasMessageContaining("2 tokens and 1 log-probabilities");
    }

    private <T> T throughFile(T value, Class<T> type) throws IOException {
        Path file = folder.resolve(type.getSimpleName() + ".jsonl");
        JsonLines.write(file, List.of(value));
        return JsonLines.read(file, type).get(0);
    }
}
