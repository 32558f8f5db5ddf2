package org.residency.deidentification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditorTest {
    private final Auditor auditor = new Auditor();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail a@b.org",
                "see http://x.org/p",
                "from 203.0.113.77",
                "078-05-1120",
                "(212) 555-0147",
                "MRN: 4821903",
                "03/14/2024",
                "2024-03-14",
                "October 14",
                "a 94-year-old",
                "Mr. Zyxwell",
                "Patient: Ann Ames",
                "Ames, MD",
                "12 Alder Street",
                "MA 01605"
            })
    void seesWhatADetectorMissed(String text) {
        assertThat(auditor.audit("n", untouched(text, Set.of()))).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.noteId()).isEqualTo("n");
            assertThat(finding.end()).isGreaterThan(finding.start());
        });
    }

    @Test
    void seesAValueThatWasRemovedElsewhere() {
        assertThat(auditor.audit("n", untouched("the ZYXWELL family", Set.of("zyxwell"))))
                .containsExactly(new AuditFinding("n", "text", 4, 11, PhiClass.OTHER_ID, "audit.survivor"));
    }

    @Test
    void allowsTheTermThatBearsAPatientsName() {
        assertThat(auditor.audit("n", untouched("Parkinson disease", Set.of("parkinson"))))
                .isEmpty();
    }

    @Test
    void doesNotReportWhatWasPutIn() {
        DeidentifiedText text = new DeidentifiedText(
                "Mr. Quill, 555-555-0101",
                List.of(new PhiSpan(4, 8, PhiClass.NAME, "r"), new PhiSpan(10, 20, PhiClass.PHONE, "r")),
                List.of(new PhiSpan(4, 9, PhiClass.NAME, "r"), new PhiSpan(11, 23, PhiClass.PHONE, "r")));

        assertThat(auditor.audit("n", new DeidentifiedNote(Map.of("text", text), Set.of())))
                .isEmpty();
    }

    @Test
    void reportsAddUp() {
        DeidentifiedNote note = untouched("Mr. Zyxwell", Set.of());
        AuditReport one = AuditReport.of(note, auditor.audit("n", note));

        assertThat(one.plus(one).noteCount()).isEqualTo(2);
        assertThat(one.plus(one).findings()).hasSize(2);
        assertThat(one.isClean()).isFalse();
        assertThat(AuditReport.empty().plus(one)).isEqualTo(one);
        assertThat(one.replacedByClass()).hasSize(18);
    }

    private static DeidentifiedNote untouched(String text, Set<String> removed) {
        return new DeidentifiedNote(Map.of("text", new DeidentifiedText(text, List.of(), List.of())), removed);
    }
}
