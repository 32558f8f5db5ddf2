package org.residency.deidentification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DeidentifierTest {
    private static final PatientContext PATIENT = PatientContext.of("patient 1");

    private final Deidentifier surrogate = with("key one for tests", ReplacementMode.SURROGATE);

    @Test
    void readsNoFurtherThanTheNote() {
        assertThat(surrogate.deidentify("she says her name is", PATIENT).found())
                .isEmpty();
    }

    @Test
    void readsAccentsThatStandOnNoLetter() {
        assertThat(surrogate.deidentify("\u0301 her face \u0301\u200D", PATIENT).found())
                .isEmpty();
    }

    @Test
    void removesANameFromAllFieldsThatOneGivesAway() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("question", "Patient: Quillon Zyxwell, MRN 4821903.");
        fields.put("reasoning", "zyxwell's cough is old; QUILLON smokes. Chart 4821903 says so.");
        DeidentifiedNote note = surrogate.deidentify(fields, PATIENT);

        assertThat(note.text("question") + note.text("reasoning"))
                .doesNotContainIgnoringCase("zyxwell")
                .doesNotContainIgnoringCase("quillon")
                .doesNotContain("4821903");
        assertThat(note.text("reasoning")).contains("'s cough is old; ").contains(" smokes. Chart ");
    }

    @Test
    void takesWhatStandsBehindThePatientsLabelForANameWhateverItMeans() {
        String note = surrogate
                .deidentify("Visit 08/27/2023. Patient: Lou Block. DOB: 12/27/1970.\nHeart block since 2019.", PATIENT)
                .text();

        assertThat(note).doesNotContain("Lou Block").contains("Heart block since 2019");
    }

    @Test
    void removesNamesKnownFromTheRecordWhereverTheyStand() {
        DeidentifiedText text =
                surrogate.deidentify("we told vexley to rest", new PatientContext("p", Set.of("Ottoline Vexley")));

        assertThat(text.text()).startsWith("we told ").endsWith(" to rest").doesNotContain("vexley");
    }

    @Test
    void givesOnePersonOneSurrogateAndTwoPatientsTwo() {
        DeidentifiedText text = surrogate.deidentify("Mr. Zyxwell came. Zyxwell left.", PATIENT);
        Matcher names = Pattern.compile("Mr\\. (\\w+) came\\. (\\w+) left\\.").matcher(text.text());

        assertThat(names.matches()).isTrue();
        assertThat(names.group(1)).isEqualTo(names.group(2));
        assertThat(surrogate.deidentify("Dr. Zyxwell", PATIENT).text()).endsWith(names.group(1));
        assertThat(surrogate
                        .deidentify("Mr. Zyxwell", PatientContext.of("patient 2"))
                        .text())
                .isNotEqualTo("Mr. " + names.group(1));
        assertThat(with("key two for tests", ReplacementMode.SURROGATE)
                        .deidentify("Mr. Zyxwell", PATIENT)
                        .text())
                .isNotEqualTo("Mr. " + names.group(1));
    }

    @Test
    void movesAllDatesOfAPatientByOneOffsetAndKeepsTheirForm() {
        DeidentifiedText text =
                surrogate.deidentify("Seen 2024-03-14, again 04/11/2024, then May 9th, 2024 and 6 June 2024.", PATIENT);
        Matcher dates = Pattern.compile(
                        "Seen (\\d{4}-\\d\\d-\\d\\d), again (\\d{1,2})/(\\d{1,2})/(\\d{4}), then (\\w+ \\d{1,2}(?:st|nd|rd|th), \\d{4}) and (\\d{1,2} \\w+ \\d{4})\\.")
                .matcher(text.text());

        assertThat(dates.matches()).as(text.text()).isTrue();
        LocalDate first = LocalDate.parse(dates.group(1));
        LocalDate second = LocalDate.of(
                Integer.parseInt(dates.group(4)), Integer.parseInt(dates.group(2)), Integer.parseInt(dates.group(3)));
        assertThat(ChronoUnit.DAYS.between(first, second)).isEqualTo(28);
        long offset = ChronoUnit.DAYS.between(first, LocalDate.of(2024, 3, 14));
        assertThat(offset).isBetween(7L, 364L);
        assertThat(offset % 7).isZero();
    }

    @Test
    void safeHarborKeepsTheYearTheStateAndThreeDigitsOfTheZip() {
        Deidentifier safeHarbor = with("key one for tests", ReplacementMode.SAFE_HARBOR);

        assertThat(safeHarbor
                        .deidentify(
                                "Seen 03/14/2024 in Worcester, MA 01605. Born 1/2/1931, aged 93. ZIP: 03601.", PATIENT)
                        .text())
                .isEqualTo("Seen 2024 in [GEOGRAPHY], MA 016. Born [DATE], aged 90+. ZIP: 000.");
    }

    @Test
    void everyIdentifierIsReportedWithItsPlaceInBothTexts() {
        String in = "Call (212) 555-0147 for Mr. Zyxwell.";
        DeidentifiedText text = surrogate.deidentify(in, PATIENT);

        assertThat(text.found()).extracting(PhiSpan::phiClass).containsExactly(PhiClass.PHONE, PhiClass.NAME);
        assertThat(in.substring(text.found().get(0).start(), text.found().get(0).end()))
                .isEqualTo("(212) 555-0147");
        PhiSpan put = text.replaced().get(0);
        assertThat(text.text().substring(put.start(), put.end())).matches("\\(\\d{3}\\) 555-01\\d\\d");
    }

    @Test
    void noSurrogateIsAWordOfTheNote() {
        for (int i = 0; i < 300; i++) {
            DeidentifiedText text = surrogate.deidentify(
                    "Mr. Zyxwell was seen with the Smith, Jones, Garcia, Miller and Davis families.",
                    PatientContext.of("p" + i));
            String name = text.text().substring(4, text.text().indexOf(' ', 4));
            assertThat(name).isNotIn("Smith", "Jones", "Garcia", "Miller", "Davis", "Zyxwell");
        }
    }

    @Test
    void leavesATextWithoutIdentifiersAsItIs() {
        String text = "A 54-year-old man with Parkinson disease takes levodopa 100 mg; BP 130/85.";

        assertThat(surrogate.deidentify(text, PATIENT))
                .isEqualTo(new DeidentifiedText(text, java.util.List.of(), java.util.List.of()));
    }

    @Test
    void aPseudonymFollowsFromKeyAndPatientAlone() {
        assertThat(surrogate.pseudonym("patient 1"))
                .matches("[0-9a-f]{16}")
                .isEqualTo(with("key one for tests", ReplacementMode.MASK).pseudonym("patient 1"))
                .isNotEqualTo(surrogate.pseudonym("patient 2"))
                .isNotEqualTo(with("key two for tests", ReplacementMode.MASK).pseudonym("patient 1"));
    }

    private static Deidentifier with(String key, ReplacementMode mode) {
        return new Deidentifier(DeidentificationKey.of(key.getBytes(StandardCharsets.UTF_8)), mode);
    }
}
