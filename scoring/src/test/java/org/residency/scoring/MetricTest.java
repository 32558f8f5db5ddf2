package org.residency.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricTest {
    private final AnswerMatcher matcher = new AnswerMatcher();

    @Test
    void exactMatchAndTokenF1CompareTheDiagnosis() {
        MetricInput input = input("why</think>Diagnosis: acute viral hepatitis", "acute hepatitis B");

        assertThat(new ExactMatch(matcher).measure(input)).hasValue(0);
        // Two of three words either way.
        assertThat(new TokenF1(matcher).measure(input).orElseThrow()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(new ExactMatch(matcher).measure(input("why</think>flu", "Flu")))
                .hasValue(1);
        assertThat(new TokenF1(matcher).measure(input("why</think>", "Flu"))).hasValue(0);
        assertThat(new TokenF1(matcher)
                        .measure(input("why</think>flu flu", "flu"))
                        .orElseThrow())
                .isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void aCaseWithoutAReferenceIsNotCounted() {
        MetricInput input = MetricInput.of("a</think>b", ThinkTag.IN_PROMPT, Optional.empty(), List.of(), 3);

        assertThat(new ExactMatch(matcher).measure(input)).isEmpty();
        assertThat(new TokenF1(matcher).measure(input)).isEmpty();
        assertThat(new CueCoverage().measure(input)).isEmpty();
        assertThat(new CompletionLength().measure(input)).hasValue(3);
    }

    @Test
    void formatRateCountsWellFormedCompletions() {
        assertThat(new FormatRate().measure(input("why</think>flu", "flu"))).hasValue(1);
        assertThat(new FormatRate().measure(input("why flu", "flu"))).hasValue(0);
    }

    @Test
    void distinctFallsWithRepetition() {
        assertThat(new DistinctN(2).measure(input("a b a b a", "x"))).hasValue(0.5);
        assertThat(new DistinctN(2).measure(input("a", "x"))).hasValue(1);
        assertThat(new DistinctN(2).name()).isEqualTo("distinct-2");
    }

    @Test
    void cuesCountInTheReasoningAlone() {
        MetricInput input = MetricInput.of(
                "Fever, and neck stiffness.</think>Diagnosis: rash",
                ThinkTag.IN_PROMPT,
                Optional.of("meningitis"),
                List.of("fever", "neck stiffness", "rash", "feve"),
                9);

        assertThat(new CueCoverage().measure(input)).hasValue(0.5);
    }

    private static MetricInput input(String completion, String reference) {
        return MetricInput.of(completion, ThinkTag.IN_PROMPT, Optional.of(reference), List.of(), 5);
    }
}
