package org.residency.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerMatcherTest {
    private final AnswerMatcher matcher = new AnswerMatcher(Map.of("heart attack", "Myocardial infarction"));

    @Test
    void formDoesNotMatter() {
        for (String answer : new String[] {
            "acute appendicitis",
            "Diagnosis: Acute Appendicitis.",
            "**Diagnosis:** acute appendicitis",
            "The most likely diagnosis is acute appendicitis.",
            "An acute appendicitis",
            "Final diagnosis - acute-appendicitis",
            "Here is my view.\nDiagnosis: acute appendicitis",
            "Diagnosis: cholecystitis\nFinal diagnosis: acute appendicitis"
        }) {
            assertThat(matcher.matches(answer, "acute appendicitis")).as(answer).isTrue();
        }
        assertThat(matcher.matches("Diagnosis: Graves\u2019 disease", "Graves disease"))
                .isTrue();
        assertThat(matcher.matches("M\u00e9ni\u00e8re's disease", "Meniere disease"))
                .isTrue();
        assertThat(matcher.matches("a heart attack", "Diagnosis: myocardial infarction"))
                .isTrue();
    }

    @Test
    void contentDoes() {
        for (String answer : new String[] {
            "",
            "appendicitis",
            "chronic appendicitis",
            "acute appendicitis or cholecystitis",
            "Diagnosis: cholecystitis",
            "Diagnosis: acute appendicitis, cholecystitis",
            "Diagnosis: acute appendicitis\nDiagnosis: cholecystitis",
            "not acute appendicitis",
            "cholecystitis\nacute appendicitis"
        }) {
            assertThat(matcher.matches(answer, "acute appendicitis")).as(answer).isFalse();
        }
        assertThat(matcher.matches("type 1 diabetes", "type 2 diabetes")).isFalse();
    }

    @Test
    void whatIsJudgedCanBeShown() {
        assertThat(matcher.diagnosisIn("Because.\nDiagnosis: acute appendicitis\nThank you"))
                .isEqualTo("acute appendicitis");
        assertThat(matcher.diagnosisIn("")).isEmpty();
    }
}
