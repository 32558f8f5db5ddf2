package org.residency.deidentification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.residency.clinic.ClinicNote;
import org.residency.clinic.ClinicNotes;
import org.residency.clinic.GeneratorSettings;
import org.residency.clinic.PlantedIdentifier;
import org.residency.clinic.Split;

/** The demo's own notes: every planted identifier goes, the medicine stays, the audit is clean. */
class DemoNotesTest {
    private static final int COUNT = 250;

    @ParameterizedTest
    @EnumSource(ReplacementMode.class)
    void comeOutCleanAndMedicallyIntact(ReplacementMode mode) {
        Deidentifier deidentifier =
                new Deidentifier(DeidentificationKey.of("a key for tests only".getBytes(StandardCharsets.UTF_8)), mode);
        Auditor auditor = new Auditor();
        List<String> faults = new ArrayList<>();
        Stream.of(Split.values())
                .flatMap(split -> ClinicNotes.generate(settings(split)))
                .forEach(note -> {
                    DeidentifiedNote result = deidentifier.deidentify(fields(note), PatientContext.of(note.patient()));
                    for (PlantedIdentifier planted : note.planted()) {
                        if (result.text("question").contains(planted.text())) {
                            faults.add("left " + planted + " in: " + note.question());
                        }
                    }
                    if (!withoutFirstAndLastLine(note, result.text("question"))) {
                        faults.add("changed: " + note.question() + "\n to " + result.text("question"));
                    }
                    if (!result.text("reasoning").equals(note.reasoning())
                            || !result.text("answer").equals(note.answer())) {
                        faults.add("changed: " + note.reasoning() + "\n to " + result.text("reasoning"));
                    }
                    auditor.audit("n", result)
                            .forEach(finding -> faults.add(finding + " in " + result.text("question")));
                });

        assertThat(faults).isEmpty();
    }

    /** The header is the first line; a footer may end the second. What is between stays letter for letter. */
    private static boolean withoutFirstAndLastLine(ClinicNote note, String result) {
        String before = body(note.question());
        String after = body(result);
        // A footer is at the end of the body: compare as far as the note has no planted identifier.
        int clean = note.planted().stream()
                .mapToInt(planted -> before.indexOf(planted.text()))
                .filter(at -> at >= 0)
                .min()
                .orElse(before.length());
        return after.startsWith(before.substring(0, clean));
    }

    private static String body(String question) {
        return question.substring(question.indexOf('\n') + 1);
    }

    private static Map<String, String> fields(ClinicNote note) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("question", note.question());
        fields.put("reasoning", note.reasoning());
        fields.put("answer", note.answer());
        return fields;
    }

    private static GeneratorSettings settings(Split split) {
        return new GeneratorSettings(11, COUNT, split);
    }
}
