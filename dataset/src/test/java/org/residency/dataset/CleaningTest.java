package org.residency.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.dataset.CleaningPolicy.Contamination;
import org.residency.dataset.CleaningPolicy.Reasoning;

class CleaningTest {

    @TempDir
    Path folder;

    private final Map<Cleaning, CaseSpool> spools = new HashMap<>();

    @AfterEach
    void close() throws IOException {
        for (CaseSpool spool : spools.values()) {
            spool.close();
        }
    }

    private Cleaning cleaning(CleaningPolicy policy) throws IOException {
        CaseSpool spool = CaseSpool.in(folder);
        Cleaning cleaning = new Cleaning(policy, patient -> patient.equals("gone"), spool);
        spools.put(cleaning, spool);
        return cleaning;
    }

    private List<ClinicalCase> kept(Cleaning cleaning) {
        return List.copyOf(new SpooledCases(spools.get(cleaning), cleaning.kept()));
    }

    @Test
    void dropsWhoWithdrewBeforeAnythingElseIsLookedAt() throws IOException {
        Cleaning cleaning = cleaning(CleaningPolicy.standard());
        for (String patient : List.of("gone", "stays")) {
            cleaning.add(new CaseDraft(
                    patient.equals("gone") ? "" : "q",
                    Optional.of("r"),
                    "a",
                    Optional.empty(),
                    Optional.of(patient),
                    Optional.empty(),
                    new TreeMap<>(),
                    List.of()));
        }

        assertThat(kept(cleaning))
                .singleElement()
                .satisfies(one -> assertThat(one.patientKey()).contains("stays"));
        assertThat(cleaning.counts()).isEqualTo(new RowCounts(2, 1, Map.of(DropReason.WITHDRAWN_PATIENT, 1L)));
    }

    @Test
    void countsEachRowOnce() throws IOException {
        Cleaning cleaning = cleaning(CleaningPolicy.standard().withMaxCharacters(40));
        cleaning.add(draft("", "r", ""));
        cleaning.add(draft("q", "r", ""));
        cleaning.add(draft("q", "", "a"));
        cleaning.add(draft("q", "r", "As an AI language model, I cannot diagnose."));
        cleaning.add(draft("q".repeat(40), "r", "a"));
        cleaning.add(draft("q", "r", "a"));
        cleaning.add(draft("q", "r", "a"));

        assertThat(cleaning.kept()).hasSize(1);
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
    void keepsAFileWithoutReasoningUnlessItIsRequired() throws IOException {
        CaseDraft bare = new CaseDraft(
                "q",
                Optional.empty(),
                "a",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                List.of());
        Cleaning lenient = cleaning(CleaningPolicy.standard());
        Cleaning strict = cleaning(new CleaningPolicy(Reasoning.REQUIRED, 40, 10, 0.7, Contamination.DROP));
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
    void keepsTheHeldOutOneOfTwoEqualCasesInEitherOrder() throws IOException {
        for (List<SplitName> order :
                List.of(List.of(SplitName.TRAIN, SplitName.TEST), List.of(SplitName.TEST, SplitName.TRAIN))) {
            Cleaning cleaning = cleaning(CleaningPolicy.standard());
            order.forEach(split -> cleaning.add(new CaseDraft(
                    "q",
                    Optional.of("r"),
                    "a",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(split),
                    new TreeMap<>(),
                    List.of())));
            assertThat(kept(cleaning))
                    .singleElement()
                    .satisfies(kept -> assertThat(kept.predefinedSplit()).contains(SplitName.TEST));
        }
    }

    @Test
    void keepsSoManyCasesAPatientWhateverTheirOrder() throws IOException {
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
        Cleaning forward = cleaning(policy);
        Cleaning backward = cleaning(policy);
        rows.forEach(forward::add);
        Collections.reverse(rows);
        rows.forEach(backward::add);

        assertThat(kept(forward)).hasSize(5).isEqualTo(kept(backward));
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
