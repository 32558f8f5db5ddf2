package org.residency.deidentification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeidentificationPolicyTest {
    @TempDir
    Path folder;

    @Test
    void keepsMasksAndFindsWhatItSays() throws IOException {
        DeidentificationPolicy policy = read("""
                mode: mask
                classes: {date: keep, medical-record: surrogate}
                patterns:
                  - {name: trolley, class: other-id, expression: 'TR[A-Z]{2}'}
                words: [Ostrava]
                """);
        String text = new Deidentifier(DeidentificationKey.of(new byte[32]), policy)
                .deidentify(
                        "Mr. Zyxwell, MRN 4821903, seen 2024-03-14 on trolley TRQX in ostrava.", PatientContext.of("p"))
                .text();

        assertThat(text).matches("Mr\\. \\[NAME], MRN \\d{7}, seen 2024-03-14 on trolley \\[OTHER_ID] in \\[\\w+]\\.");
        assertThat(text).doesNotContain("4821903");
    }

    @Test
    void takesWhatNoListKnowsWhereItIsStrict() throws IOException {
        DeidentificationPolicy strict = read("mode: mask\nstrictness: strict\n");
        String text = "Zyxwell went out. Continue metoprolol 25 mg for hypertension.";

        assertThat(new Deidentifier(DeidentificationKey.of(new byte[32]), strict)
                        .deidentify(text, PatientContext.of("p"))
                        .text())
                .isEqualTo("[NAME] went out. Continue metoprolol 25 mg for hypertension.");
        assertThatThrownBy(() -> read("strictness: severe\n"))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("severe, expected usual or strict");
    }

    @Test
    void namesEveryFaultAtOnce() {
        assertThatThrownBy(() -> read("mode: blur\nclasses: {names: mask, date: hide}\npatern: []\n"))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContainingAll("blur", "names is no class", "hide", "patern: unknown");
    }

    private DeidentificationPolicy read(String yaml) throws IOException {
        return DeidentificationPolicy.read(Files.writeString(folder.resolve("policy.yaml"), yaml));
    }
}
