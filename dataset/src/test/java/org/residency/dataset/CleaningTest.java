package org.residency.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.residency.dataset.CleaningPolicy.Contamination;
import org.residency.dataset.CleaningPolicy.Reasoning;

class CleaningTest {
    @Test
    void countsEachRowOnce() {
        Cleaning cleaning = new Cleaning(CleaningPolicy.standard().withMaxCharacters(40));
        cleaning.add(draft("", "r", ""));
        cleaning.add(draft("q", "r", ""));
        cleaning.add(draft("q", "", "a"));
        cleaning.add(draft("q", "r", "As an AI language model, I cannot diagnose."));
        cleaning.add(draft("q".repeat(40), "r", "a"));
        cleaning.add(draft("q", "r", "a"));
        cleaning.add(draft("q", "r", "a"));

        assertThat(cleaning.counts())
                .isEqualTo(new RowCounts(
                        7,
                        1,
                        Map.of(
                                DropReason.EMPTY_QUESTION, 1L,
                                DropReason.EMPTY_ANSWER, 1L,
                                DropReason.EMPTY_REASONING, 1L,
                                DropReason.REFUSAL, 1L,
                                DropReason.TOO_LONG, 1L,
                                DropReason.EXACT_DUPLICATE, 1L)));
    }

    @Test
    void keepsAFileWithoutReasoningUnlessItIsRequired() {
        CaseDraft bare = new CaseDraft(
                "q",
                Optional.empty(),
                "a",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                List.of());
        Cleaning lenient = new Cleaning(CleaningPolicy.standard());
        Cleaning strict = new Cleaning(new CleaningPolicy(Reasoning.REQUIRED, 40, 10, 0.7, Contamination.DROP));
        lenient.add(bare);
        strict.add(bare);

        assertThat(lenient.kept()).hasSize(1);
        assertThat(strict.kept()).isEmpty();
    }

    @Test
    void tellsRefusalsFromClinicalSentences() {
        assertThat(List.of(
                        "As an AI, I can't give medical advice.",
                        "I\u2019m sorry, but I can\u2019t help with that.",
                        "I cannot provide a diagnosis without an examination.",
                        "Please note that I am an AI and not a physician."))
                .allMatch(Refusals::isRefusal);
        assertThat(List.of(
                        "The patient says: I cannot lift my arm.",
                        "As an aid to diagnosis, measure troponin.",
                        "Acute intermittent (AI) porphyria as an aim of testing",
                        "Sorry sight, but he improves.",
                        "I cannot exclude pulmonary embolism, so order CT."))
                .noneMatch(Refusals::isRefusal);
    }

    @Test
    void keepsTheHeldOutOneOfTwoEqualCasesInEitherOrder() {
        for (List<SplitName> order :
                List.of(List.of(SplitName.TRAIN, SplitName.TEST), List.of(SplitName.TEST, SplitName.TRAIN))) {
            Cleaning cleaning = new Cleaning(CleaningPolicy.standard());
            order.forEach(split -> cleaning.add(new CaseDraft(
                    "q",
                    Optional.of("r"),
                    "a",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(split),
                    new TreeMap<>(),
                    List.of())));
            assertThat(cleaning.kept())
                    .singleElement()
                    .satisfies(kept -> assertThat(kept.predefinedSplit()).contains(SplitName.TEST));
        }
    }

    @Test
    void keepsSoManyCasesAPatientWhateverTheirOrder() {
        List<CaseDraft> rows = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            rows.add(new CaseDraft(
                    "q" + i,
                    Optional.of("r"),
                    "a",
                    Optional.empty(),
                    i < 6 ? Optional.of("p1") : Optional.empty(),
                    Optional.empty(),
                    new TreeMap<>(),
                    List.of()));
        }
        CleaningPolicy policy = new CleaningPolicy(Reasoning.OPTIONAL, 40, 2, 0.7, Contamination.DROP);
        Cleaning forward = new Cleaning(policy);
        Cleaning backward = new Cleaning(policy);
        rows.forEach(forward::add);
        Collections.reverse(rows);
        rows.forEach(backward::add);
        forward.capPatients();
        backward.capPatients();

        assertThat(forward.kept()).hasSize(5).containsExactlyInAnyOrderElementsOf(backward.kept());
        assertThat(forward.counts().dropped()).containsEntry(DropReason.OVER_PATIENT_CAP, 4L);
    }

    @Test
    void refusesCountsThatDoNotAddUp() {
        assertThatThrownBy(() -> new RowCounts(3, 1, Map.of(DropReason.REFUSAL, 1L)))
                .hasMessageContaining("add up to 2, expected 3");
    }

    private static CaseDraft draft(String question, String reasoning, String answer) {
        return new CaseDraft(
                question,
                Optional.of(reasoning),
                answer,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                List.of());
    }
}
