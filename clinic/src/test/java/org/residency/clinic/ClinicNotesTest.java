package org.residency.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.residency.clinic.PlantedIdentifier.Kind;

class ClinicNotesTest {
    private static final long SEED = 11;

    private final List<ClinicNote> training = notes(SEED, 3000, Split.TRAINING);
    private final List<ClinicNote> heldOut = notes(SEED, 1000, Split.HELD_OUT);

    @Test
    void givesTheSameNotesForTheSameSeed() {
        assertThat(notes(SEED, 200, Split.TRAINING)).isEqualTo(training.subList(0, 200));
        assertThat(notes(SEED + 1, 200, Split.TRAINING)).isNotEqualTo(training.subList(0, 200));
    }

    @Test
    void coversAtLeastFortyConditionsInBothSplits() {
        assertThat(ClinicNotes.diagnoses()).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
        assertThat(references(training)).containsExactlyInAnyOrderElementsOf(ClinicNotes.diagnoses());
        assertThat(references(heldOut)).containsExactlyInAnyOrderElementsOf(ClinicNotes.diagnoses());
    }

    @Test
    void holdsOutPairsOfFindingsAndFramesThatTrainingNeverShows() {
        assertThat(parts(heldOut, 1)).doesNotContainAnyElementsOf(parts(training, 1));
        assertThat(parts(heldOut, 2)).doesNotContainAnyElementsOf(parts(training, 2));
    }

    @Test
    void showsEveryFindingInTraining() {
        Set<String> shown =
                training.stream().flatMap(note -> note.cues().stream()).collect(Collectors.toSet());
        assertThat(heldOut).allSatisfy(note -> assertThat(shown).containsAll(note.cues()));
    }

    @Test
    void sharesNoPatientBetweenTheSplits() {
        Set<String> patients = training.stream().map(ClinicNote::patient).collect(Collectors.toSet());
        assertThat(heldOut).noneMatch(note -> patients.contains(note.patient()));
    }

    @Test
    void givesSomePatientsTwoNotesOfOnePerson() {
        Map<String, List<ClinicNote>> byPatient = training.stream().collect(Collectors.groupingBy(ClinicNote::patient));
        assertThat(byPatient.values()).anyMatch(visits -> visits.size() == 2).allMatch(visits -> visits.size() <= 2);
        assertThat(byPatient.values())
                .allSatisfy(visits -> assertThat(visits.stream().map(ClinicNote::groups))
                        .containsOnly(visits.get(0).groups()));
    }

    @Test
    void answersWithTheReferenceAndReasonsToItsMechanism() {
        Map<String, Condition> conditions = ConditionCatalog.load().conditions().stream()
                .collect(Collectors.toMap(Condition::name, Function.identity()));
        assertThat(training).allSatisfy(note -> {
            assertThat(note.answer()).isEqualTo("Diagnosis: " + note.reference());
            assertThat(note.reasoning())
                    .contains(conditions.get(note.reference()).mechanism());
        });
    }

    @Test
    void namesInTheReasoningEveryFindingOfTheNote() {
        assertThat(training)
                .allSatisfy(note -> assertThat(note.cues())
                        .hasSize(4)
                        .allSatisfy(cue -> assertThat(note.reasoning()).containsIgnoringCase(cue)));
    }

    @Test
    void writesEveryFindingIntoTheNote() {
        ConditionCatalog catalog = ConditionCatalog.load();
        Map<String, Cue> cues = catalog.commonCues().stream().collect(Collectors.toMap(Cue::name, Function.identity()));
        catalog.conditions().forEach(condition -> condition.decisive().forEach(cue -> cues.put(cue.name(), cue)));
        assertThat(heldOut)
                .allSatisfy(note -> assertThat(note.cues())
                        .allSatisfy(cue -> assertThat(cues.get(cue).spellings())
                                .anyMatch(spelling -> lower(note.question()).contains(lower(spelling)))));
    }

    @Test
    void neverNamesTheDiagnosisInTheNote() {
        assertThat(training)
                .allSatisfy(note -> assertThat(lower(note.question())).doesNotContain(note.reference()));
    }

    @Test
    void plantsEveryKindOfIdentifierAndSaysWhere() {
        Set<Kind> kinds = training.stream()
                .flatMap(note -> note.planted().stream())
                .map(PlantedIdentifier::kind)
                .collect(Collectors.toSet());
        assertThat(kinds).containsExactlyInAnyOrder(Kind.values());
        assertThat(training)
                .allSatisfy(note -> assertThat(note.planted())
                        .isNotEmpty()
                        .allSatisfy(planted -> assertThat(note.question()).contains(planted.text())));
    }

    @Test
    void keepsIdentifiersOutOfReasoningAndAnswer() {
        assertThat(training)
                .allSatisfy(note -> assertThat(note.planted()).allSatisfy(planted -> {
                    assertThat(note.reasoning()).doesNotContain(planted.text());
                    assertThat(note.answer()).doesNotContain(planted.text());
                }));
    }

    private static List<ClinicNote> notes(long seed, int count, Split split) {
        return ClinicNotes.generate(new GeneratorSettings(seed, count, split)).toList();
    }

    private static Set<String> references(List<ClinicNote> notes) {
        return notes.stream().map(ClinicNote::reference).collect(Collectors.toSet());
    }

    /** Part 1 of a template is a condition's pair, part 2 the frame. */
    private static Set<String> parts(List<ClinicNote> notes, int part) {
        Set<String> parts = new HashSet<>();
        for (ClinicNote note : notes) {
            int frame = note.template().lastIndexOf('/');
            parts.add(
                    part == 1
                            ? note.template().substring(0, frame)
                            : note.template().substring(frame));
        }
        return parts;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
