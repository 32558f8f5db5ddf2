package org.residency.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitTest {

    /** A division with its cases. */
    record Parts(Map<SplitName, List<ClinicalCase>> parts, int clusterCount, int leakCount) {}

    @TempDir
    Path folder;

    private Parts divide(Split by, List<ClinicalCase> cases) throws IOException {
        try (CaseSpool spool = CaseSpool.in(folder)) {
            cases.forEach(spool::add);
            int[] numbers = Numbers.upTo(cases.size());
            Numbers.sort(numbers, spool::compareIds);
            Division division = by.divide(spool, numbers);
            Map<SplitName, List<ClinicalCase>> parts = new EnumMap<>(SplitName.class);
            division.parts().forEach((name, part) -> parts.put(name, List.copyOf(new SpooledCases(spool, part))));
            return new Parts(parts, division.clusterCount(), division.leakCount());
        }
    }

    private final Split split = new Split(new SplitPolicy(0.1, 0.2, 1, 0.8));

    @Test
    void neverPartsAPatientOrNearDuplicates() throws IOException {
        List<ClinicalCase> cases = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            String question =
                    Fixture.sentence(random) + " " + Fixture.sentence(random) + " " + Fixture.sentence(random);
            cases.add(Fixture.caseOf(question, "patient " + i / 3, null));
            // The same note with its last word changed, for a patient of its own.
            cases.add(Fixture.caseOf(question.replaceFirst("\\w+$", "changed"), "other " + i, null));
        }
        Parts division = divide(split, cases);

        Map<String, Set<SplitName>> places = new HashMap<>();
        division.parts()
                .forEach((name, part) -> part.forEach(one -> {
                    places.computeIfAbsent(one.patientKey().orElseThrow(), key -> new HashSet<>())
                            .add(name);
                    String stem = one.question().substring(0, one.question().lastIndexOf(' '));
                    places.computeIfAbsent(stem, key -> new HashSet<>()).add(name);
                }));
        assertThat(places.values()).allMatch(names -> names.size() == 1);
        assertThat(division.clusterCount()).isEqualTo(100);
        assertThat(division.parts().get(SplitName.TEST)).hasSizeBetween(108, 120);
        assertThat(division.parts().get(SplitName.VALIDATION)).hasSizeBetween(54, 60);
    }

    @Test
    void givesTheSameDivisionInAnyOrderAndAnotherForAnotherSeed() throws IOException {
        List<ClinicalCase> cases = distinct(200, null);
        List<ClinicalCase> shuffled = new ArrayList<>(cases);
        Collections.shuffle(shuffled, new Random(2));

        assertThat(divide(split, shuffled)).isEqualTo(divide(split, cases));
        assertThat(divide(new Split(new SplitPolicy(0.1, 0.2, 2, 0.8)), cases)).isNotEqualTo(divide(split, cases));
    }

    @Test
    void honoursAHeldOutSetAndDrawsOnlyWhatTheSourceDoesNotName() throws IOException {
        List<ClinicalCase> cases = distinct(100, SplitName.TRAIN);
        List<ClinicalCase> heldOut = cases.subList(90, 100).stream()
                .map(one -> Fixture.caseOf(one.question(), null, SplitName.TEST))
                .toList();
        List<ClinicalCase> all = new ArrayList<>(cases.subList(0, 90));
        all.addAll(heldOut);
        Parts division = divide(split, all);

        assertThat(division.parts().get(SplitName.TEST)).containsExactlyInAnyOrderElementsOf(heldOut);
        assertThat(division.parts().get(SplitName.VALIDATION)).hasSize(10);
        assertThat(division.leakCount()).isZero();
    }

    @Test
    void leavesOutATrainingCaseThatIsNearlyTheSameAsOneHeldOut() throws IOException {
        String question = Fixture.sentence(new Random(9)) + " " + Fixture.sentence(new Random(10));
        ClinicalCase train = Fixture.caseOf(question + " today", null, SplitName.TRAIN);
        ClinicalCase test = Fixture.caseOf(question + " now", null, SplitName.TEST);
        Parts division = divide(split, List.of(train, test));

        assertThat(division.leakCount()).isEqualTo(1);
        assertThat(division.parts().get(SplitName.TEST)).containsExactly(test);
        assertThat(division.parts().get(SplitName.TRAIN)).isEmpty();
    }

    private static List<ClinicalCase> distinct(int count, SplitName name) {
        Random random = new Random(11);
        List<ClinicalCase> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cases.add(Fixture.caseOf(i + " " + Fixture.sentence(random), null, name));
        }
        return cases;
    }
}
